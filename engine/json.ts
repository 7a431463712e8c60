/** Untrusted JSON to run-time values: null-prototype records, finite numbers, bounded depth, stored decimals. */
import { bareRecord } from './bare.ts';
import { DECIMAL_TAG } from './audit/canonical.ts';
import { Decimal } from './decimal.ts';
import { Secret } from './secret.ts';
import type { Value } from './value.ts';

export const DEPTH_MAX = 64;

/** `undefined` when the input is not JSON data or nests deeper than 64. */
export function valueFromJson(raw: unknown, depth = 0): Value | undefined {
  if (raw === null || typeof raw === 'boolean' || typeof raw === 'string') return raw;
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (raw instanceof Decimal) return raw;
  // A secret is no data: what is recorded could not be read back.
  if (typeof raw !== 'object' || raw instanceof Secret || depth >= DEPTH_MAX) return undefined;
  return Array.isArray(raw) ? listFromJson(raw, depth) : recordFromJson(raw, depth);
}

function listFromJson(raw: readonly unknown[], depth: number): Value | undefined {
  const list: Value[] = [];
  for (const element of raw) {
    const value = valueFromJson(element, depth + 1);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

/** `{"$decimal": "1.5 USD"}` is the stored form of a decimal. */
function recordFromJson(raw: object, depth: number): Value | undefined {
  const decimal = decimalFromJson(raw);
  if (decimal !== undefined) return decimal;
  const record = bareRecord<Value>();
  for (const name of Object.keys(raw)) {
    const value = valueFromJson(Reflect.get(raw, name), depth + 1);
    if (value === undefined) return undefined;
    record[name] = value;
  }
  return record;
}

function decimalFromJson(raw: object): Decimal | undefined {
  if (!(DECIMAL_TAG in raw) || Object.keys(raw).length !== 1) return undefined;
  const text = raw[DECIMAL_TAG];
  return typeof text === 'string' ? Decimal.parse(text) : undefined;
}
