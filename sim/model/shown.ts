/** Values as traces show them. */
import type { Shown } from '#engine';
import { isList, isRecord, Money, type ModelValue } from './value.ts';

export function shown(value: ModelValue, depth = 0): Shown {
  if (typeof value === 'string') return value.length > 100 ? `${whole(value.slice(0, 100))}…` : value;
  if (value instanceof Money) return value.toJSON();
  if (isList(value))
    return value.length > 8 || depth === 2
      ? `list of ${value.length}`
      : value.map((each) => shown(each, depth + 1));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  if (entries.length > 8 || depth === 2) return `record of ${entries.length}`;
  return Object.fromEntries(entries.map(([name, member]) => [name, shown(member, depth + 1)]));
}

/** Without the first half of a character at its end. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
