/**
 * Arithmetic: null or a wrong kind in, null out. A result that is not a finite number is null too. Decimals are exact;
 * two of different units are a fault, because no number could be the answer.
 */
import { Decimal } from '../decimal.ts';
import { Secret } from '../secret.ts';
import { compareValues, textOf, type Value } from '../value.ts';
import type { Machine } from './machine.ts';

type Amounts = (left: Value, right: Value, machine: Machine) => Value;

function finite(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

function numeric(compute: (left: number, right: number) => number, amounts: Amounts) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const left = machine.pop();
    if (typeof left === 'number' && typeof right === 'number') machine.push(finite(compute(left, right)));
    else machine.push(amounts(left, right, machine));
  };
}

/** Division and modulo by zero give null and are counted, so that the trace can say so. */
function dividing(compute: (left: number, right: number) => number, amounts: Amounts) {
  const divide = numeric(compute, amounts);
  return (machine: Machine): void => {
    const divisor = machine.stack[machine.top - 1];
    const isZero = divisor === 0 || (divisor instanceof Decimal && divisor.isZero);
    if (isZero) machine.zeroDivisions += 1;
    if (!isZero) return divide(machine);
    machine.top -= 2;
    machine.push(null);
  };
}

function unary(compute: (operand: number) => number, ofAmount: (operand: Decimal) => Decimal) {
  return (machine: Machine): void => {
    const operand = machine.pop();
    if (typeof operand === 'number') machine.push(finite(compute(operand)));
    else machine.push(operand instanceof Decimal ? ofAmount(operand) : null);
  };
}

function add(machine: Machine): void {
  const right = machine.pop();
  const left = machine.pop();
  if (typeof left === 'number' && typeof right === 'number') machine.push(finite(left + right));
  else if (left instanceof Secret || right instanceof Secret)
    machine.push(new Secret(plainText(left) + plainText(right)));
  else if (typeof left === 'string' || typeof right === 'string') machine.push(textOf(left) + textOf(right));
  else machine.push(inOneUnit((a, b) => a.add(b))(left, right, machine));
}

/** Only for what becomes secret as a whole: the result says no more than its part. */
function plainText(value: Value): string {
  return value instanceof Secret ? value.reveal() : textOf(value);
}

/** Of two decimals with the same unit. */
function inOneUnit(compute: (left: Decimal, right: Decimal) => Value): Amounts {
  return (left, right, machine) => {
    if (!(left instanceof Decimal) || !(right instanceof Decimal)) return null;
    if (left.unit === right.unit) return compute(left, right);
    mismatch(left, right, machine);
    return null;
  };
}

export function mismatch(left: Decimal, right: Decimal, machine: Machine): void {
  machine.fail('vm/unit-mismatch', { left: left.unit || 'no unit', right: right.unit || 'no unit' });
}

const scaled: Amounts = (left, right) => {
  if (left instanceof Decimal && typeof right === 'number') return left.scale(right);
  return right instanceof Decimal && typeof left === 'number' ? right.scale(left) : null;
};

const divided: Amounts = (left, right, machine) => {
  if (left instanceof Decimal && typeof right === 'number') return left.divideByNumber(right);
  return inOneUnit((a, b) => a.divideBy(b))(left, right, machine);
};

const remainder: Amounts = (left, right) =>
  left instanceof Decimal && typeof right === 'number' ? left.remainder(right) : null;

/** The smaller or larger of two numbers or amounts; the first of equals; null for anything else. */
function choose(preferSecond: (comparison: number) => boolean) {
  const chosen = (left: Value, right: Value): Value => {
    const comparison = compareValues(left, right);
    return comparison !== undefined && preferSecond(comparison) ? right : left;
  };
  return numericOrAmount(chosen);
}

function numericOrAmount(chosen: (left: Value, right: Value) => Value) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const left = machine.pop();
    if (typeof left === 'number' && typeof right === 'number') machine.push(chosen(left, right));
    else machine.push(inOneUnit(chosen)(left, right, machine));
  };
}

/** Half away from zero: 2.5 → 3, −2.5 → −3. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

export const ARITHMETIC = {
  Add: add,
  Subtract: numeric(
    (left, right) => left - right,
    inOneUnit((left, right) => left.subtract(right)),
  ),
  Multiply: numeric((left, right) => left * right, scaled),
  Divide: dividing((left, right) => left / right, divided),
  Modulo: dividing((left, right) => left % right, remainder),
  Negate: unary(
    (operand) => -operand,
    (amount) => amount.negate(),
  ),
  Absolute: unary(Math.abs, (amount) => amount.absolute()),
  Minimum: choose((comparison) => comparison > 0),
  Maximum: choose((comparison) => comparison < 0),
  Round: unary(roundHalfAway, (amount) => amount.round()),
  Floor: unary(Math.floor, (amount) => amount.floor()),
  Ceiling: unary(Math.ceil, (amount) => amount.ceiling()),
};
