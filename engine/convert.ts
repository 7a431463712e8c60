/**
 * Raw JSON to the run-time value of a declared type: quantities become base units, timestamps whole Unix seconds, amounts of
 * money decimals. `undefined` is what is not of the type; null is always let through, whoever asks knows what is optional.
 */
import { bareRecord } from './bare.ts';
import { parseInstantMs } from '#lang/instant.js';
import type { RecordField, Type } from '#lang/types.js';
import { findUnit, isMoney, toCanonical } from '#lang/units.js';
import { Decimal } from './decimal.ts';
import { valueFromJson } from './json.ts';
import type { Value, ValueRecord } from './value.ts';

type DecimalType = Extract<Type, { readonly kind: 'decimal' }>;

export function convert(type: Type, raw: unknown): Value | undefined {
  if (raw === null || raw === undefined) return null;
  switch (type.kind) {
    case 'number':
      return type.dimension === null ? ofKind(raw, 'number') : quantity(type.dimension, raw);
    case 'timestamp':
      return instantSeconds(raw);
    case 'decimal':
      return amount(type, raw);
    case 'string':
    case 'boolean':
      return ofKind(raw, type.kind);
    case 'enum':
      return typeof raw === 'string' && type.values.includes(raw) ? raw : undefined;
    case 'list':
      return listOf(type.element, raw);
    case 'record':
      return recordOf(type.fields, raw);
    case 'unknown':
    case 'null':
    case 'fact':
      return valueFromJson(raw);
  }
}

function ofKind(raw: unknown, kind: 'number' | 'string' | 'boolean'): Value | undefined {
  return typeof raw === kind ? valueFromJson(raw) : undefined;
}

/** `{ "value": 10.5, "unit": "km" }`, or a plain number already in base units. */
function quantity(dimension: string, raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'object' || raw === null || !('value' in raw) || !('unit' in raw)) return undefined;
  if (typeof raw.value !== 'number' || typeof raw.unit !== 'string') return undefined;
  const unit = findUnit(raw.unit);
  return unit?.dimension === dimension && Number.isFinite(raw.value)
    ? toCanonical(raw.value, unit)
    : undefined;
}

/** RFC 3339 text or Unix seconds. */
function instantSeconds(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isFinite(raw) ? Math.trunc(raw) : undefined;
  if (typeof raw !== 'string') return undefined;
  const ms = parseInstantMs(raw);
  return ms === undefined ? undefined : Math.floor(ms / 1000);
}

/** `"100.25 USD"`, `{ "amount": 100.25, "currency": "USD" }`, or a plain number where the type says which unit. */
function amount(type: DecimalType, raw: unknown): Decimal | undefined {
  const found = raw instanceof Decimal ? raw : readAmount(type, raw);
  return found !== undefined && hasUnit(type, found.unit) ? found : undefined;
}

function readAmount({ unit }: DecimalType, raw: unknown): Decimal | undefined {
  if (typeof raw === 'string') return Decimal.parse(raw);
  if (typeof raw === 'number')
    return unit === null || !Number.isFinite(raw) ? undefined : Decimal.fromNumber(raw, unit);
  const value = valueFromJson(raw);
  if (value instanceof Decimal) return value;
  if (typeof raw !== 'object' || raw === null || !('amount' in raw) || !('currency' in raw)) return undefined;
  if (typeof raw.currency !== 'string') return undefined;
  const digits = typeof raw.amount === 'number' ? Decimal.fromNumber(raw.amount, '').toString() : raw.amount;
  return typeof digits === 'string' ? Decimal.parse(`${digits} ${raw.currency}`) : undefined;
}

function hasUnit({ dimension, unit: wanted }: DecimalType, unit: string): boolean {
  if (wanted !== null) return unit === wanted;
  const found = findUnit(unit);
  return dimension === null || (found !== undefined && isMoney(found) && found.dimension === dimension);
}

function listOf(element: Type, raw: unknown): Value | undefined {
  if (!Array.isArray(raw)) return undefined;
  const list: Value[] = [];
  for (const each of raw) {
    const value = convert(element, each);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

/** Required fields are there, and no others. */
function recordOf(fields: readonly RecordField[], raw: unknown): ValueRecord | undefined {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const given = new Map<string, unknown>(Object.entries(raw));
  const record = bareRecord<Value>();
  for (const { name, optional, type } of fields) {
    const value = convert(type, given.get(name));
    if (value === undefined || (value === null && !optional)) return undefined;
    if (given.delete(name)) record[name] = value;
  }
  return given.size === 0 ? record : undefined;
}
