/** Equality, order, ranges and null tests. Whatever cannot be ordered is not greater, not less and not between. */
import { BETWEEN_FLAGS } from '#lang/bytecode/opcodes.js';
import { Decimal } from '../decimal.ts';
import { compareValues, equalValues, type Value } from '../value.ts';
import { mismatch } from './arithmetic.ts';
import type { Machine } from './machine.ts';

/** Amounts in different units have no order, and a rule that asks for one is wrong. */
function compare(left: Value, right: Value, machine: Machine): number | undefined {
  if (left instanceof Decimal && right instanceof Decimal && left.unit !== right.unit)
    mismatch(left, right, machine);
  return compareValues(left, right);
}

function order(accept: (comparison: number) => boolean) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const comparison = compare(machine.pop(), right, machine);
    machine.push(comparison !== undefined && accept(comparison));
  };
}

function equality(expected: boolean) {
  return (machine: Machine): void => {
    const right = machine.pop();
    machine.push(equalValues(machine.pop(), right) === expected);
  };
}

function between(machine: Machine, _argument: number, flags: number): void {
  const brackets = BETWEEN_FLAGS[flags] ?? '[]';
  const high = machine.pop();
  const low = machine.pop();
  const value = machine.pop();
  const fromLow = compare(value, low, machine);
  const toHigh = compare(high, value, machine);
  if (fromLow === undefined || toHigh === undefined) return machine.push(false);
  const aboveLow = brackets.startsWith('(') ? fromLow > 0 : fromLow >= 0;
  const belowHigh = brackets.endsWith(')') ? toHigh > 0 : toHigh >= 0;
  machine.push(aboveLow && belowHigh);
}

export const COMPARISON = {
  Equal: equality(true),
  NotEqual: equality(false),
  Greater: order((comparison) => comparison > 0),
  GreaterOrEqual: order((comparison) => comparison >= 0),
  Less: order((comparison) => comparison < 0),
  LessOrEqual: order((comparison) => comparison <= 0),
  Between: between,
  IsNull: (machine: Machine) => machine.push(machine.pop() === null),
  IsNotNull: (machine: Machine) => machine.push(machine.pop() !== null),
};
