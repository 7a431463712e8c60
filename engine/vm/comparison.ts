/** Equality, order, ranges and null tests. Whatever cannot be ordered is not greater, not less and not between. */
import { BETWEEN_FLAGS } from '#lang/bytecode/opcodes.js';
import { compareValues, equalValues } from '../value.ts';
import type { Machine } from './machine.ts';

function order(accept: (comparison: number) => boolean) {
  return (machine: Machine): void => {
    const right = machine.pop();
    const comparison = compareValues(machine.pop(), right);
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
  const fromLow = compareValues(value, low);
  const toHigh = compareValues(high, value);
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
