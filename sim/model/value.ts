/**
 * Values of the model and what can be said of any two of them: equality, order, text. Written for obviousness from the
 * language's decisions 8, 9 and 12; it shares nothing with the engine but what its input and results look like.
 */
import { Decimal as Digits } from 'decimal.js';
import type { Value } from '#engine';

const DIGITS_MAX = 1_000;
const EXACT = Digits.clone({ precision: 10 * DIGITS_MAX, toExpPos: 9e15, toExpNeg: -9e15 });
const QUOTIENT = Digits.clone({ precision: 28, rounding: Digits.ROUND_HALF_EVEN });

/** An amount: exact digits, and a unit that is empty for a ratio of two amounts. */
export class Money {
  readonly digits: Digits;
  readonly unit: string;

  constructor(digits: Digits | string | number, unit: string) {
    this.digits = new EXACT(digits);
    this.unit = unit;
  }

  toJSON(): string {
    const digits = this.digits.isZero() ? '0' : this.digits.toFixed();
    return this.unit === '' ? digits : `${digits} ${this.unit}`;
  }
}

export type ModelRecord = { readonly [name: string]: ModelValue };
export type ModelValue = null | boolean | number | string | Money | readonly ModelValue[] | ModelRecord;

/** What the engine is given, as the model sees it. */
export function modelValueOf(value: Value): ModelValue {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(modelValueOf);
  const text: unknown = 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : null;
  if (typeof text === 'string') {
    const [digits = '0', unit = ''] = text.split(' ');
    return new Money(digits, unit);
  }
  return record(Object.entries(value).map(([name, member]) => [name, modelValueOf(member)] as const));
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isList(value: ModelValue): value is readonly ModelValue[] {
  return Array.isArray(value);
}

export function isRecord(value: ModelValue): value is ModelRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Money);
}

export function record(entries: readonly (readonly [name: string, value: ModelValue])[]): ModelRecord {
  const made: Record<string, ModelValue> = Object.create(null);
  for (const [name, value] of entries) made[name] = value;
  return made;
}

/** A field of a record; null where there is none. */
export function fieldOf(value: ModelValue, name: string): ModelValue {
  return isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** A result that is no finite number is null. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** An amount with too many digits is null. */
export function bounded(digits: Digits, unit: string): Money | null {
  const isBounded = digits.precision(true) <= DIGITS_MAX && digits.decimalPlaces() <= DIGITS_MAX;
  return digits.isFinite() && isBounded ? new Money(digits, unit) : null;
}

export function quotient(dividend: Digits, divisor: Digits | number): Digits {
  return QUOTIENT.div(dividend, divisor);
}

/** Kinds first, then content; a ratio of amounts goes with numbers. */
export function equal(left: ModelValue, right: ModelValue): boolean {
  if (left instanceof Money && right instanceof Money)
    return left.unit === right.unit && left.digits.equals(right.digits);
  if (left instanceof Money || right instanceof Money) return ratioOrder(left, right) === 0;
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((each, index) => equal(each, right[index] ?? null));
  if (isRecord(left) && isRecord(right)) {
    const names = Object.keys(left);
    const sameNames =
      names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name));
    return sameNames && names.every((name) => equal(left[name] ?? null, right[name] ?? null));
  }
  return left === right;
}

/** Negative, zero, positive; `null` for what has no order. Amounts of different units have none either. */
export function orderOf(left: ModelValue, right: ModelValue): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return textOrder(left, right);
  if (left instanceof Money && right instanceof Money)
    return left.unit === right.unit ? left.digits.comparedTo(right.digits) : null;
  return ratioOrder(left, right);
}

function ratioOrder(left: ModelValue, right: ModelValue): number | null {
  if (left instanceof Money && left.unit === '' && typeof right === 'number')
    return left.digits.comparedTo(new EXACT(right));
  if (right instanceof Money && right.unit === '' && typeof left === 'number')
    return new EXACT(left).comparedTo(right.digits);
  return null;
}

/** By code point. */
function textOrder(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  for (const [index, code] of (a ?? []).entries()) {
    const other = b?.[index];
    if (other === undefined) return 1;
    if (code !== other) return code - other;
  }
  return (a?.length ?? 0) - (b?.length ?? 0);
}

/** What `+` puts together: plain decimal notation, null as nothing, JSON for what has parts. */
export function textOf(value: ModelValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : new EXACT(value).toFixed();
  return value instanceof Money ? value.toJSON() : JSON.stringify(value);
}
