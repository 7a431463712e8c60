/**
 * Quantifiers and aggregates over one iterator each. A quantifier stops at the element that decides it and, when
 * true, leaves its variable bound to that witness: this is how a rule names the fact it matched.
 */
import { AGGREGATES, ITERATOR_FLAGS } from '#lang/bytecode/opcodes.js';
import { Decimal } from '../decimal.ts';
import { isList, type Value } from '../value.ts';
import { mismatch } from './arithmetic.ts';
import type { Iterator, Machine } from './machine.ts';

type Kind = (typeof ITERATOR_FLAGS)[number];

const NO_ELEMENTS: readonly Value[] = [];
const AGGREGATE_KINDS: ReadonlySet<string> = new Set(AGGREGATES);

function open(machine: Machine, variable: number, flags: number): void {
  const collection = machine.pop();
  const elements = isList(collection) ? collection : NO_ELEMENTS;
  machine.openIterator(flags, variable, elements).result = initialResult(kindOf(flags));
}

/** Only loops burn fuel, by the words of their body for each element: all other code runs once at most. */
function next(machine: Machine, distance: number): void {
  const iterator = machine.iterator;
  if (iterator.next >= iterator.elements.length) {
    machine.pc += distance - 1;
    return;
  }
  machine.burn(distance);
  machine.locals[iterator.variable] = iterator.elements[iterator.next++] ?? null;
  if (iterator.skip !== null) pass(machine, iterator.skip);
}

/** What is known of the element is not asked. */
function pass(machine: Machine, { to, isDecided }: NonNullable<Iterator['skip']>): void {
  if (isDecided) machine.push(true);
  machine.pc = to - 1;
}

function skip(machine: Machine, distance: number): void {
  if (machine.pop() !== true) machine.pc -= distance + 1;
}

function test(machine: Machine, distance: number): void {
  const iterator = machine.iterator;
  const kind = kindOf(iterator.kind);
  const decides = (machine.pop() === true) === (kind !== 'all');
  if (decides) iterator.result = kind === 'any';
  else machine.pc -= distance + 1;
}

function fold(machine: Machine, distance: number): void {
  const iterator = machine.iterator;
  const value = machine.pop();
  if (value !== null) accumulate(iterator, value, machine);
  machine.pc -= distance + 1;
}

function close(machine: Machine): void {
  const iterator = machine.iterator;
  machine.closeIterator();
  const kind = kindOf(iterator.kind);
  const keepsWitness = !AGGREGATE_KINDS.has(kind) && iterator.result === true;
  if (!keepsWitness) machine.locals[iterator.variable] = iterator.outer;
  machine.push(resultOf(iterator, kind));
}

function kindOf(flags: number): Kind {
  return ITERATOR_FLAGS[flags] ?? 'any';
}

function initialResult(kind: Kind): Value {
  if (kind === 'any') return false;
  if (kind === 'all' || kind === 'none') return true;
  return kind === 'min' || kind === 'max' ? null : 0;
}

/** NaN marks an aggregate that met a value it cannot take; it stays so and closes as null. */
function accumulate(iterator: Iterator, value: Value, machine: Machine): void {
  iterator.count += 1;
  const kind = kindOf(iterator.kind);
  const { result } = iterator;
  if (kind === 'count') iterator.result = iterator.count;
  else if (Number.isNaN(result)) return;
  else if (value instanceof Decimal) iterator.result = withAmount(kind, iterator, { value, machine });
  else if (typeof value !== 'number' || result instanceof Decimal) iterator.result = Number.NaN;
  else iterator.result = combine(kind, result, value);
}

/** Only the first element may turn a sum of nothing into an amount. */
function withAmount(
  kind: Kind,
  { result, count }: Iterator,
  { value, machine }: { readonly value: Decimal; readonly machine: Machine },
): Value {
  if (!(result instanceof Decimal)) return count === 1 ? value : Number.NaN;
  if (result.unit !== value.unit) mismatch(result, value, machine);
  if (kind === 'min') return value.compare(result) < 0 ? value : result;
  if (kind === 'max') return value.compare(result) > 0 ? value : result;
  return result.add(value) ?? Number.NaN;
}

function combine(kind: Kind, result: Value, value: number): number {
  if (typeof result !== 'number') return value;
  if (kind === 'min') return Math.min(result, value);
  if (kind === 'max') return Math.max(result, value);
  return result + value;
}

function resultOf(iterator: Iterator, kind: Kind): Value {
  const { result, count } = iterator;
  if (result instanceof Decimal) return kind === 'avg' ? result.divideByNumber(count) : result;
  if (typeof result !== 'number') return result;
  if (kind === 'avg') return count > 0 && Number.isFinite(result) ? result / count : null;
  return Number.isFinite(result) ? result : null;
}

export const ITERATION = {
  IterOpen: open,
  IterNext: next,
  IterSkip: skip,
  IterTest: test,
  IterFold: fold,
  IterClose: close,
};
