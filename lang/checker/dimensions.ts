/**
 * Which types of number go together. Quantities keep their dimension; a difference of temperatures is a kind of its own
 * (language 13), because converting it would add an offset that cancelled out; the age of a fact goes with plain
 * numbers and with time, as rules write both `> 3600` and `> 1 hr`.
 */
import type { ArithmeticOperator, Expression, NumberLiteral } from '../ast/nodes.ts';
import {
  areCompatible,
  DECIMAL,
  NUMBER,
  numberOf,
  STRING,
  TEMPERATURE_DIFFERENCE,
  TIMESTAMP,
  type Type,
  UNKNOWN,
} from '../types.ts';
import { findUnit } from '../units.ts';

const TIME = numberOf('time');
const TEMPERATURE = numberOf('temperature');
export const DIFFERENCE = numberOf(TEMPERATURE_DIFFERENCE);

/** The type of `__age_seconds`, told apart from other times by identity. */
export const AGE = numberOf('time');

/** What is wrong with an operation; its operands are to blame or how they meet. */
export type Refusal = 'mismatch' | 'left' | 'right' | 'cross-dimension' | 'temperature-sum';

export function isOpen({ kind }: Type): boolean {
  return kind === 'unknown' || kind === 'null';
}

/** `areCompatible`, with ages. */
export function goTogether(left: Type, right: Type): boolean {
  if (left === AGE) return isOpen(right) || isPlain(right) || isTime(right);
  return right === AGE ? goTogether(right, left) : areCompatible(left, right);
}

export function typeOfNumber({ unit }: NumberLiteral): Type {
  return unit === null ? NUMBER : numberOf(findUnit(unit)?.dimension ?? null);
}

/** A literal that may stand for a difference: one written in a unit of temperature. */
export function isTemperatureLiteral(expression: Expression): expression is NumberLiteral {
  return (
    expression.kind === 'number' &&
    expression.unit !== null &&
    isOfDimension(typeOfNumber(expression), TEMPERATURE)
  );
}

export function isDifference(type: Type): boolean {
  return isOfDimension(type, DIFFERENCE);
}

/** The type of `left operator right`. */
export function arithmetic(operator: ArithmeticOperator, left: Type, right: Type): Type | Refusal {
  if (operator === '+') return add(left, right);
  if (left.kind === 'decimal' || right.kind === 'decimal') return ofDecimals(operator, left, right);
  if (!isOpen(left) && !isMeasure(operator, left)) return 'left';
  if (!isOpen(right) && !isMeasure(operator, right)) return 'right';
  if (operator === '-') return subtract(left, right);
  return operator === '*' ? multiply(left, right) : divide(left, right);
}

/** Text wins over everything: `+` concatenates when either side is a string, and an unknown side may be one. */
function add(left: Type, right: Type): Type | Refusal {
  if (isTextual(left) || isTextual(right)) return STRING;
  if (isOpen(left) || isOpen(right)) return UNKNOWN;
  if (left.kind === 'timestamp' && isTime(right)) return TIMESTAMP;
  if (right.kind === 'timestamp' && isTime(left)) return TIMESTAMP;
  if (left.kind === 'decimal' && right.kind === 'decimal') return sameUnit(left, right);
  if (left.kind !== 'number' || right.kind !== 'number') return 'mismatch';
  if (isTemperature(left) && isTemperature(right)) return 'temperature-sum';
  if (isTemperature(left) && isDifference(right)) return left;
  if (isTemperature(right) && isDifference(left)) return right;
  return same(left, right);
}

function isTextual({ kind }: Type): boolean {
  return kind === 'string' || kind === 'enum';
}

function subtract(left: Type, right: Type): Type | Refusal {
  if (isOpen(left) || isOpen(right)) return UNKNOWN;
  if (left.kind === 'timestamp')
    return right.kind === 'timestamp' ? TIME : isTime(right) ? TIMESTAMP : 'mismatch';
  if (right.kind === 'timestamp') return 'mismatch';
  if (isTemperature(left) && isTemperature(right)) return DIFFERENCE;
  if (isTemperature(left) && isDifference(right)) return left;
  return same(left, right);
}

/** Language 12: `+ -` in one unit; scaled by plain numbers; a ratio of two has no unit. */
function ofDecimals(operator: Exclude<ArithmeticOperator, '+'>, left: Type, right: Type): Type | Refusal {
  if (isOpen(left) || isOpen(right)) return UNKNOWN;
  if (left.kind === 'decimal' && right.kind === 'decimal') {
    if (operator === '-') return sameUnit(left, right);
    return operator === '/' && areCompatible(left, right) ? DECIMAL : 'mismatch';
  }
  const [amount, factor] = left.kind === 'decimal' ? [left, right] : [right, left];
  const isScaled = operator === '*' || (operator !== '-' && amount === left);
  if (!isPlain(factor))
    return factor === left && !isNumeric(factor) ? 'left' : isNumeric(factor) ? 'mismatch' : 'right';
  return isScaled ? amount : 'mismatch';
}

type DecimalType = Extract<Type, { readonly kind: 'decimal' }>;

function sameUnit(left: DecimalType, right: DecimalType): Type | Refusal {
  if (!areCompatible(left, right)) return 'mismatch';
  return left.unit === null ? right : left;
}

function isNumeric({ kind }: Type): boolean {
  return kind === 'number' || kind === 'decimal';
}

function multiply(left: Type, right: Type): Type | Refusal {
  if (isScalable(left))
    return isOpen(left) || isOpen(right) ? UNKNOWN : isPlain(left) ? right : scale(left, right);
  if (isScalable(right)) return isOpen(right) ? UNKNOWN : left;
  return 'cross-dimension';
}

function divide(left: Type, right: Type): Type | Refusal {
  if (!isScalable(right)) return 'cross-dimension';
  return isOpen(left) || isOpen(right) ? UNKNOWN : left;
}

/** An age times a number is still an age; times a quantity, it counts as the number. */
function scale(age: Type, other: Type): Type {
  return isScalable(other) ? age : other;
}

function same(left: Type, right: Type): Type | Refusal {
  if (!goTogether(left, right)) return 'mismatch';
  return left === AGE || right === AGE ? AGE : left;
}

/** What the operator works on: numbers, and instants where they can be subtracted. */
function isMeasure(operator: ArithmeticOperator, { kind }: Type): boolean {
  return kind === 'number' || (kind === 'timestamp' && operator === '-');
}

/** Has no dimension of its own, or may be taken without. */
function isScalable(type: Type): boolean {
  return isOpen(type) || isPlain(type) || type === AGE;
}

function isPlain(type: Type): boolean {
  return type.kind === 'number' && type.dimension === null;
}

function isTime(type: Type): boolean {
  return isOfDimension(type, TIME);
}

export function isTemperature(type: Type): boolean {
  return isOfDimension(type, TEMPERATURE);
}

function isOfDimension(type: Type, other: Type): boolean {
  return type.kind === 'number' && other.kind === 'number' && type.dimension === other.dimension;
}
