/** Arithmetic: null or a wrong kind in, null out. A result that is not a finite number is null too. */
import { compareValues, textOf, type Value } from '../value.ts';
import type { Machine } from './machine.ts';

function finite(value: number): Value {
  return Number.isFinite(value) ? value : null;
}

function numeric(compute: (left: number, right: number) => number) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const left = machine.pop();
    machine.push(typeof left === 'number' && typeof right === 'number' ? finite(compute(left, right)) : null);
  };
}

/** Division and modulo by zero give null and are counted, so that the trace can say so. */
function dividing(compute: (left: number, right: number) => number) {
  const divide = numeric(compute);
  return (machine: Machine): void => {
    if (machine.stack[machine.top - 1] === 0) machine.zeroDivisions += 1;
    divide(machine);
  };
}

function unary(compute: (operand: number) => number) {
  return (machine: Machine): void => {
    const operand = machine.pop();
    machine.push(typeof operand === 'number' ? finite(compute(operand)) : null);
  };
}

function add(machine: Machine): void {
  const right = machine.pop();
  const left = machine.pop();
  if (typeof left === 'number' && typeof right === 'number') machine.push(finite(left + right));
  else if (typeof left === 'string' || typeof right === 'string') machine.push(textOf(left) + textOf(right));
  else machine.push(null);
}

/** The smaller or larger of two numbers; the first of equals; null for anything else. */
function choose(preferSecond: (comparison: number) => boolean) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const left = machine.pop();
    if (typeof left !== 'number' || typeof right !== 'number') return machine.push(null);
    const comparison = compareValues(left, right);
    machine.push(comparison !== undefined && preferSecond(comparison) ? right : left);
  };
}

/** Half away from zero: 2.5 → 3, −2.5 → −3. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

export const ARITHMETIC = {
  Add: add,
  Subtract: numeric((left, right) => left - right),
  Multiply: numeric((left, right) => left * right),
  Divide: dividing((left, right) => left / right),
  Modulo: dividing((left, right) => left % right),
  Negate: unary((operand) => -operand),
  Absolute: unary(Math.abs),
  Minimum: choose((comparison) => comparison > 0),
  Maximum: choose((comparison) => comparison < 0),
  Round: unary(roundHalfAway),
  Floor: unary(Math.floor),
  Ceiling: unary(Math.ceil),
};
