/**
 * Run-time values and their comparison. Quantities are numbers in base units and timestamps are Unix seconds, so
 * the machine knows few kinds only. Nothing here throws and nothing is coerced: a wrong kind compares as
 * false and computes to null (decisions 8 and 9 of the language).
 */
import { Decimal } from './decimal.ts';
import { Fact } from './fact.ts';
import { REDACTED, Secret } from './secret.ts';

/** A null-prototype object, so that a key such as `__proto__` is data like any other. */
export type ValueRecord = { readonly [field: string]: Value };
export type Value =
  | null
  | boolean
  | number
  | string
  | Decimal
  | readonly Value[]
  | ValueRecord
  | Fact
  | Secret;
export type ValueKind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'decimal'
  | 'list'
  | 'record'
  | 'fact'
  | 'secret';

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecord(value: Value): value is ValueRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(value instanceof Fact || value instanceof Decimal || value instanceof Secret);
}

export function kindOf(value: Value): ValueKind {
  if (value === null) return 'null';
  if (typeof value !== 'object') return primitiveKind(value);
  if (isList(value)) return 'list';
  if (value instanceof Decimal) return 'decimal';
  if (value instanceof Secret) return 'secret';
  return value instanceof Fact ? 'fact' : 'record';
}

/** Structural equality; kinds first, so `null == 0` and `"5" == 5` are false. */
export function equalValues(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === 'number' || typeof right === 'number') return compareRatio(left, right) === 0;
  if (left instanceof Secret) return equalsSecret(left, right);
  if (right instanceof Secret) return equalsSecret(right, left);
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (isList(left)) return isList(right) && equalLists(left, right);
  if (left instanceof Decimal) return right instanceof Decimal && left.equals(right);
  if (left instanceof Fact)
    return right instanceof Fact && left.type === right.type && left.key === right.key;
  return isRecord(right) && equalRecords(left, right);
}

/**
 * Negative, zero or positive when the two can be ordered (two numbers, two strings, two decimals of one unit), else
 * `undefined`.
 */
export function compareValues(left: Value, right: Value): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    return Number.isNaN(left) || Number.isNaN(right) ? undefined : left - right;
  }
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if (left instanceof Decimal && right instanceof Decimal)
    return left.unit === right.unit ? left.compare(right) : undefined;
  return compareRatio(left, right);
}

/** A decimal without a unit, such as the ratio of two amounts, goes with numbers by their shortest decimal text. */
function compareRatio(left: Value, right: Value): number | undefined {
  if (left instanceof Decimal && left.unit === '' && typeof right === 'number')
    return left.compare(Decimal.fromNumber(right, ''));
  if (right instanceof Decimal && right.unit === '' && typeof left === 'number')
    return Decimal.fromNumber(left, '').compare(right);
  return undefined;
}

/** Order by code point: UTF-16 order differs from it above U+FFFF, where surrogates sort too low. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** The text that `+` concatenates: numbers in plain decimal notation, null as nothing, lists and records as JSON. */
export function textOf(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Secret) return REDACTED;
  return JSON.stringify(value instanceof Fact ? value.fields : value);
}

/** Shortest digits that read back as the same double, never in exponent form. */
export function plainDecimal(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponentText);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}${'0'.repeat(Math.max(0, point - digits.length))}${
    digits.length > point ? `.${digits.slice(point)}` : ''
  }`;
}

function primitiveKind(value: boolean | number | string): ValueKind {
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'number' ? 'number' : 'string';
}

/** A secret is text to whoever compares it. */
function equalsSecret(secret: Secret, other: Value): boolean {
  return (typeof other === 'string' || other instanceof Secret) && secret.equals(other);
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((element, index) => equalValues(element, right[index] ?? null));
}

function equalRecords(left: ValueRecord, right: ValueRecord): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalValues(left[key] ?? null, right[key] ?? null));
}

function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
