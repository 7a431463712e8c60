/**
 * The fast form of conditions: one test an entry of a table, with where to go when it holds and when not. `and`, `or` and `not`
 * are only jumps. What a test compares a path with is read from the context once; what is no comparison of a path with a
 * constant runs as code.
 */
import { compareValues, equalValues, type Value } from '../value.ts';
import type { Machine } from './machine.ts';

/** What a test does with its two arguments. */
export const TEST = {
  /** path = true */
  Holds: 0,
  /** path, constant */
  Equal: 1,
  Greater: 2,
  GreaterOrEqual: 3,
  Less: 4,
  LessOrEqual: 5,
  /** path, list */
  In: 6,
  /** path */
  IsNull: 7,
  /** start and end of words whose value is tested */
  Code: 8,
  /** start and end of words that only store */
  Effect: 9,
  /** index of words whose answer holds for the whole context */
  Shared: 10,
} as const;

/** Where a condition ends. */
export const HELD = -1;
export const FAILED = -2;

/** Words of an entry: what, two arguments, the entry when it holds, the entry when not. */
const WIDTH = 5;
const WHEN_TRUE = 3;
const WHEN_FALSE = 4;

interface List {
  readonly elements: readonly Value[];
  readonly set: ReadonlySet<Value>;
}

interface Shared {
  readonly start: number;
  readonly end: number;
  answer: boolean | null;
}

export interface Exits {
  readonly whenTrue: number;
  readonly whenFalse: number;
}

/** All tests of a program. */
export class Tests {
  #words = new Int32Array(WIDTH * 64);
  #length = 0;
  readonly #constants: Value[] = [];
  readonly #lists: List[] = [];
  readonly #shared: Shared[] = [];

  /** Entry of a test; conditions are written from their end, because a test names what follows it. */
  add(what: number, first: number, second: number, { whenTrue, whenFalse }: Exits): number {
    if (this.#length + WIDTH > this.#words.length) this.#grow();
    const at = this.#length;
    this.#words.set([what, first, second, whenTrue, whenFalse], at);
    this.#length += WIDTH;
    return at;
  }

  constant(value: Value): number {
    return this.#constants.push(value) - 1;
  }

  /** Of constants that are no decimals. */
  list(elements: readonly Value[]): number {
    return this.#lists.push({ elements, set: new Set(elements) }) - 1;
  }

  share(start: number, end: number): number {
    return this.#shared.push({ start, end, answer: null }) - 1;
  }

  /** What is shared belongs to one context. */
  forget(): void {
    for (let at = 0; at < this.#shared.length; at++) {
      const shared = this.#shared[at];
      if (shared !== undefined) shared.answer = null;
    }
  }

  /** Whether the condition at an entry holds. False when it fails, as `faultAt` of the machine tells. */
  run(entry: number, machine: Machine): boolean {
    const words = this.#words;
    let at = entry;
    while (at >= 0) {
      const holds = this.#holds(at, machine);
      at = words[at + (holds ? WHEN_TRUE : WHEN_FALSE)] ?? FAILED;
    }
    return at === HELD && machine.faultAt < 0;
  }

  #holds(at: number, machine: Machine): boolean {
    const what = this.#words[at] ?? 0;
    const first = this.#words[at + 1] ?? 0;
    const second = this.#words[at + 2] ?? 0;
    switch (what) {
      case TEST.Holds:
        return machine.slot(first) === true;
      case TEST.IsNull:
        return machine.slot(first) === null;
      case TEST.Equal:
        return equals(machine.slot(first), this.#constants[second] ?? null);
      case TEST.In:
        return isIn(machine.slot(first), this.#lists[second]);
      case TEST.Shared:
        return this.#askShared(first, machine);
      case TEST.Code:
        return machine.evaluate(first, second) === true;
      case TEST.Effect:
        machine.execute(first, second);
        return true;
      default:
        return isOn(what, order(machine.slot(first), this.#constants[second] ?? null));
    }
  }

  #askShared(index: number, machine: Machine): boolean {
    const shared = this.#shared[index];
    if (shared === undefined) return false;
    shared.answer ??= machine.evaluate(shared.start, shared.end) === true;
    return shared.answer;
  }

  #grow(): void {
    const words = new Int32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }
}

/** Most values are equal by identity or not at all. */
function equals(value: Value, constant: Value): boolean {
  return value === constant || (typeof value === 'object' && equalValues(value, constant));
}

function isOn(side: number, comparison: number): boolean {
  if (side === TEST.Greater) return comparison > 0;
  if (side === TEST.GreaterOrEqual) return comparison >= 0;
  return side === TEST.Less ? comparison < 0 : comparison <= 0;
}

/** NaN, which is on no side of zero, for what has no order. */
function order(value: Value, constant: Value): number {
  if (typeof value === 'number' && typeof constant === 'number') return value - constant;
  return compareValues(value, constant) ?? Number.NaN;
}

function isIn(value: Value, list: List | undefined): boolean {
  if (list === undefined) return false;
  return (
    list.set.has(value) ||
    (typeof value === 'object' && list.elements.some((each) => equalValues(each, value)))
  );
}
