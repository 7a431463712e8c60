/** Values as the test language writes them, for people. */
import { Decimal } from './decimal.ts';
import { Fact } from './fact.ts';
import { isList, plainDecimal, type Value } from './value.ts';

const SHOWN_MAX = 120;

export function valueText(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Fact) return `${value.type} "${value.key}"`;
  if (isList(value)) return `[${value.map(valueText).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${valueText(field)}`);
  return fields.length === 0 ? '{ }' : `{ ${fields.join(', ')} }`;
}

export function cut(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
