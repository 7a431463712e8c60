/** What aggregates make of the values that they have gathered, and the order in which lookups go through their rows. */
import { mismatch, type Unit } from './unit.ts';
import { fieldOf, finite, Money, type ModelValue, orderOf, quotient } from './value.ts';

/** All numbers, or all amounts of one unit; anything else has no sum. */
export function folded(name: string, values: readonly ModelValue[]): ModelValue {
  if (name === 'count') return values.length;
  if (values.length === 0) return name === 'sum' ? 0 : null;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length) return ofNumbers(name, numbers);
  const amounts = values.filter((value) => value instanceof Money);
  return amounts.length === values.length ? ofAmounts(name, amounts) : null;
}

/** An aggregate takes one element after the other, so the first amount of another unit traps before the next is looked at. */
export function noteStranger(name: string, values: readonly ModelValue[], unit: Unit): void {
  const [first] = values;
  const last = values.at(-1);
  const isJoint = name !== 'count' && values.every((value) => value instanceof Money);
  if (isJoint && first instanceof Money && last instanceof Money && first.unit !== last.unit)
    mismatch(first, last, unit);
}

function ofNumbers(name: string, values: readonly number[]): number | null {
  if (name === 'min') return Math.min(...values);
  if (name === 'max') return Math.max(...values);
  const sum = values.reduce((total, value) => total + value, 0);
  return finite(name === 'avg' ? sum / values.length : sum);
}

function ofAmounts(name: string, values: readonly Money[]): ModelValue {
  const [first = new Money(0, ''), ...others] = values;
  if (others.some((other) => other.unit !== first.unit)) return null;
  const digits = values.map((value) => value.digits);
  const [head = first.digits, ...tail] = digits;
  if (name === 'min')
    return new Money(
      tail.reduce((a, b) => (b.lessThan(a) ? b : a), head),
      first.unit,
    );
  if (name === 'max')
    return new Money(
      tail.reduce((a, b) => (b.greaterThan(a) ? b : a), head),
      first.unit,
    );
  const sum = tail.reduce((a, b) => a.plus(b), head);
  return new Money(name === 'avg' ? quotient(sum, values.length) : sum, first.unit);
}

/** Ties keep the order of the table; what has no order stands at the end either way. */
export function sorted(rows: readonly ModelValue[], column: string, sign: 1 | -1): readonly ModelValue[] {
  const keyOf = (row: ModelValue): ModelValue => fieldOf(row, column);
  const hasOrder = (row: ModelValue): boolean => orderOf(keyOf(row), keyOf(row)) !== null;
  const ordered = rows.filter(hasOrder).sort((a, b) => sign * (orderOf(keyOf(a), keyOf(b)) ?? 0));
  return [...ordered, ...rows.filter((row) => !hasOrder(row))];
}
