/** What the operators and builtins of the language make of values that are there. */
import { Decimal as Digits } from 'decimal.js';
import type { Between, BinaryOperator } from '#lang/ast/nodes.js';
import { compilePattern } from '#lang/pattern.js';
import { mismatch, type Unit } from './unit.ts';
import {
  bounded,
  equal,
  finite,
  isList,
  Money,
  type ModelValue,
  orderOf,
  quotient,
  textOf,
} from './value.ts';

type Strict = Exclude<BinaryOperator, 'and' | 'or'>;

/** Both operands have been evaluated, the left one first. */
export function applyBinary(operator: Strict, [left, right]: Operands, unit: Unit): ModelValue {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '>':
    case '>=':
    case '<':
    case '<=':
      return accepts(operator, checkedOrder(left, right, unit));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(operator, [left, right], unit);
    case 'in':
      return contains(right, left);
    case 'not in':
      return !contains(right, left);
    case 'contains':
      return holds(left, right);
    case 'not contains':
      return !holds(left, right);
    case 'retains':
      return share(left, right);
    case 'not retains':
      return !share(left, right);
    case 'subset_of':
      return subset(left, right);
    case 'superset_of':
      return subset(right, left);
    case 'vague_contains':
      return vague(left, right);
    case 'starts_with':
      return typeof left === 'string' && typeof right === 'string' && left.startsWith(right);
    case 'ends_with':
      return typeof left === 'string' && typeof right === 'string' && left.endsWith(right);
    case 'matches':
      return matches(left, right, unit);
  }
}

export type Operands = readonly [left: ModelValue, right: ModelValue];

function accepts(operator: '>' | '>=' | '<' | '<=', order: number | null): boolean {
  if (order === null) return false;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  return operator === '<' ? order < 0 : order <= 0;
}

/** To ask for the order of amounts in two units is a trap. */
function checkedOrder(left: ModelValue, right: ModelValue, unit: Unit): number | null {
  if (left instanceof Money && right instanceof Money && left.unit !== right.unit)
    mismatch(left, right, unit);
  return orderOf(left, right);
}

export function isBetween(
  { lowOpen, highOpen }: Between,
  [value, low, high]: readonly [ModelValue, ModelValue, ModelValue],
  unit: Unit,
): boolean {
  const fromLow = checkedOrder(value, low, unit);
  const toHigh = checkedOrder(high, value, unit);
  return accepts(lowOpen ? '>' : '>=', fromLow) && accepts(highOpen ? '>' : '>=', toHigh);
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

function arithmetic(operator: Arithmetic, [left, right]: Operands, unit: Unit): ModelValue {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string'))
    return textOf(left) + textOf(right);
  if ((operator === '/' || operator === '%') && isZero(right)) {
    unit.notes.zeroDivisions += 1;
    return null;
  }
  if (typeof left === 'number' && typeof right === 'number') return finite(ofNumbers(operator, left, right));
  if (left instanceof Money && right instanceof Money) return ofAmounts(operator, left, { right, unit });
  if (left instanceof Money && typeof right === 'number') return scaled(operator, left, right);
  if (typeof left === 'number' && right instanceof Money && operator === '*') return scaled('*', right, left);
  return null;
}

function isZero(value: ModelValue): boolean {
  return value === 0 || (value instanceof Money && value.digits.isZero());
}

function ofNumbers(operator: Arithmetic, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return operator === '/' ? left / right : left % right;
}

/** Of one unit; the ratio of two amounts has none. */
function ofAmounts(
  operator: Arithmetic,
  left: Money,
  { right, unit }: { readonly right: Money; readonly unit: Unit },
): ModelValue {
  if (operator === '*' || operator === '%') return null;
  if (left.unit !== right.unit) {
    mismatch(left, right, unit);
    return null;
  }
  if (operator === '/') return bounded(quotient(left.digits, right.digits), '');
  const digits = operator === '+' ? left.digits.plus(right.digits) : left.digits.minus(right.digits);
  return bounded(digits, left.unit);
}

/** By a plain number, taken by its shortest decimal text. */
function scaled(operator: Arithmetic, { digits, unit }: Money, by: number): ModelValue {
  if (operator === '*') return bounded(digits.times(by), unit);
  if (operator === '/') return bounded(quotient(digits, by), unit);
  return operator === '%' ? bounded(digits.modulo(by), unit) : null;
}

function contains(list: ModelValue, value: ModelValue): boolean {
  return isList(list) && list.some((element) => equal(element, value));
}

function holds(whole: ModelValue, part: ModelValue): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  return contains(whole, part);
}

function share(left: ModelValue, right: ModelValue): boolean {
  return isList(left) && isList(right) && left.some((element) => contains(right, element));
}

function subset(left: ModelValue, right: ModelValue): boolean {
  return isList(left) && isList(right) && left.every((element) => contains(right, element));
}

function vague(list: ModelValue, text: ModelValue): boolean {
  if (!isList(list) || typeof text !== 'string' || text === '') return false;
  return list.some((element) => typeof element === 'string' && element.includes(text));
}

function matches(text: ModelValue, pattern: ModelValue, { notes }: Unit): boolean {
  if (typeof text !== 'string' || typeof pattern !== 'string') return false;
  const compiled = compilePattern(pattern);
  if ('pattern' in compiled) return compiled.pattern.matcher(text).find();
  notes.badPatterns += 1;
  return false;
}

export function negate(value: ModelValue): ModelValue {
  if (typeof value === 'number') return finite(-value);
  return value instanceof Money ? new Money(value.digits.negated(), value.unit) : null;
}

/** A builtin other than `now`. */
export function applyBuiltin(name: string, [first = null, second = null]: readonly ModelValue[], unit: Unit) {
  if (name === 'min' || name === 'max') return chosen(name, [first, second], unit);
  if (typeof first === 'number') return finite(rounded(name, first));
  return first instanceof Money ? new Money(roundedAmount(name, first.digits), first.unit) : null;
}

/** The first of equals. */
function chosen(name: 'min' | 'max', [first, second]: Operands, unit: Unit): ModelValue {
  const areNumbers = typeof first === 'number' && typeof second === 'number';
  const areAmounts = first instanceof Money && second instanceof Money;
  if (!areNumbers && !areAmounts) return null;
  const order = checkedOrder(first, second, unit);
  if (order === null) return null;
  return (name === 'min' ? order > 0 : order < 0) ? second : first;
}

function rounded(name: string, value: number): number {
  if (name === 'abs') return Math.abs(value);
  if (name === 'floor') return Math.floor(value);
  if (name === 'ceil') return Math.ceil(value);
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

function roundedAmount(name: string, digits: Digits): Digits {
  if (name === 'abs') return digits.abs();
  if (name === 'floor') return digits.floor();
  if (name === 'ceil') return digits.ceil();
  return digits.toDecimalPlaces(0, Digits.ROUND_HALF_UP);
}
