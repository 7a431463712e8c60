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

export interface List {
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

  /**
   * Whether the condition at an entry holds. False when it fails, as `faultAt` of the machine tells: nothing is asked then any
   * more, because code does not run on a machine that has failed.
   */
  run(entry: number, machine: Machine): boolean {
    const words = this.#words;
    let at = entry;
    while (at >= 0 && machine.faultAt < 0) {
      const holds = this.#holds(at, machine);
      at = words[at + (holds ? WHEN_TRUE : WHEN_FALSE)] ?? FAILED;
    }
    return at === HELD && machine.faultAt < 0;
  }

  #holds(at: number, machine: Machine): boolean {
    const words = this.#words;
    const what = words[at] ?? 0;
    const first = words[at + 1] ?? 0;
    const second = words[at + 2] ?? 0;
    if (what >= TEST.Code) return this.#holdsCode(what, first, second, machine);
    const value = machine.slot(first);
    const constant = this.#constants[second] ?? null;
    switch (what) {
      case TEST.Holds:
        return value === true;
      case TEST.IsNull:
        return value === null;
      case TEST.Equal:
        return value === constant || (typeof value === 'object' && equalValues(value, constant));
      case TEST.In:
        return isIn(value, this.#lists[second]);
      case TEST.Greater:
        return isNumber(value) && isNumber(constant) ? value > constant : order(value, constant) > 0;
      case TEST.GreaterOrEqual:
        return isNumber(value) && isNumber(constant) ? value >= constant : order(value, constant) >= 0;
      case TEST.Less:
        return isNumber(value) && isNumber(constant) ? value < constant : order(value, constant) < 0;
      default:
        return isNumber(value) && isNumber(constant) ? value <= constant : order(value, constant) <= 0;
    }
  }

  #holdsCode(what: number, first: number, second: number, machine: Machine): boolean {
    if (what === TEST.Shared) return this.#askShared(first, machine);
    if (what === TEST.Code) return machine.evaluate(first, second) === true;
    machine.execute(first, second);
    return true;
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

function isNumber(value: Value): value is number {
  return typeof value === 'number';
}

/** NaN, which is on no side of zero, for what has no order. */
export function order(value: Value, constant: Value): number {
  return compareValues(value, constant) ?? Number.NaN;
}

export function isIn(value: Value, list: List | undefined): boolean {
  if (list === undefined) return false;
  return (
    list.set.has(value) ||
    (typeof value === 'object' && list.elements.some((each) => equalValues(each, value)))
  );
}
