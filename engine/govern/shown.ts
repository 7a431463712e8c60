/**
 * Values as traces show them: JSON that stays small whatever the data are. Long texts are cut, and of what has many parts only the
 * number is told. Secrets never show.
 */
import { bareRecord } from '../bare.ts';
import { Decimal } from '../decimal.ts';
import { Fact } from '../fact.ts';
import { REDACTED, Secret } from '../secret.ts';
import { isList, type Value, type ValueRecord } from '../value.ts';

export type Shown = null | boolean | number | string | readonly Shown[] | { readonly [name: string]: Shown };

const TEXT_MAX = 100;
const PARTS_MAX = 8;
const DEPTH_MAX = 2;

export function shown(value: Value, depth = 0): Shown {
  if (typeof value === 'string') return shownText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Secret) return REDACTED;
  if (value instanceof Fact) return `${value.type} ${shownText(value.key)}`;
  return isList(value) ? shownList(value, depth) : shownRecord(value, depth);
}

/** Never half of a character. */
function shownText(text: string): string {
  if (text.length <= TEXT_MAX) return text;
  const last = text.charCodeAt(TEXT_MAX - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, isHalf ? TEXT_MAX - 1 : TEXT_MAX)}…`;
}

function shownList(list: readonly Value[], depth: number): Shown {
  if (list.length > PARTS_MAX || depth === DEPTH_MAX) return `list of ${list.length}`;
  return list.map((element) => shown(element, depth + 1));
}

function shownRecord(record: ValueRecord, depth: number): Shown {
  const names = Object.keys(record);
  if (names.length > PARTS_MAX || depth === DEPTH_MAX) return `record of ${names.length}`;
  const parts = bareRecord<Shown>();
  for (const name of names) parts[name] = shown(record[name] ?? null, depth + 1);
  return parts;
}
