/**
 * Conditions by what they ask for first. One that can hold only when a path equals a constant stands in a bucket of that constant;
 * one that can hold only on one side of a number stands in a row of such numbers. What the context leads to is evaluated, the rest
 * is not even looked at.
 */
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange } from '#lang/bytecode/program.js';
import { isList, type Value } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import type { PathTest } from '../vm/planner.ts';
import { partsOf, readBody } from '../vm/terms.ts';
import { TEST } from '../vm/tests.ts';
import { Buckets } from './buckets.ts';
import { Thresholds } from './thresholds.ts';

interface Entry {
  readonly position: number;
  /** Of the tests. */
  readonly entry: number;
  /** Tests that have to hold for the condition to hold. */
  readonly required: readonly PathTest[];
}

/** As many different constants as it takes for a bucket to be better than a threshold. */
const DISTINCT_MIN = 3;
/** From here on looking through all positions is faster than sorting those that were found. */
const SORT_MAX = 32;

export class RuleIndex {
  found = new Int32Array(0);
  readonly #machine: Machine;
  readonly #entries: Entry[] = [];
  readonly #buckets: Buckets[] = [];
  readonly #thresholds: Thresholds[] = [];
  /** Entries that are asked always. */
  readonly #unindexed: number[] = [];
  #count = 0;
  #marks = new Uint8Array(0);

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** False for a condition that could fail or store something, or that asks nothing. */
  add(position: number, code: CodeRange | null): boolean {
    const body = code === null ? null : readBody(this.#machine.program.code, code);
    if (code === null || body === null || body.start > code.start) return false;
    const { conditions } = this.#machine;
    if (!conditions.isPure(body.root)) return false;
    const required = partsOf(body.root, OP.AndThen).flatMap((term) => conditions.pathTest(term) ?? []);
    this.#entries.push({ position, entry: conditions.entryOf(code), required });
    return true;
  }

  /** Call once, behind the last `add`. */
  finish(): void {
    const distinct = new Map<number, Set<Value>>();
    for (const { required } of this.#entries)
      for (const test of required) for (const key of keysOf(test)) addTo(distinct, test.slot, key);
    for (const [index, { required }] of this.#entries.entries())
      this.#place(index, choose(required, distinct));
    for (const row of this.#thresholds) row.sort();
    this.found = new Int32Array(this.#entries.length);
    this.#marks = new Uint8Array(1 + (this.#entries.at(-1)?.position ?? 0));
  }

  #place(index: number, test: PathTest | null): void {
    if (test === null) {
      this.#unindexed.push(index);
    } else if (typeof test.constant === 'number' && test.what !== TEST.Equal) {
      this.#rowOf(test).add(test.constant, index);
    } else {
      const buckets = this.#bucketsOf(test.slot);
      for (const key of new Set(keysOf(test))) buckets.add(key, index);
    }
  }

  #bucketsOf(slot: number): Buckets {
    const known = this.#buckets.find((buckets) => buckets.slot === slot);
    if (known !== undefined) return known;
    const buckets = new Buckets(slot);
    this.#buckets.push(buckets);
    return buckets;
  }

  #rowOf({ slot, what }: PathTest): Thresholds {
    const known = this.#thresholds.find((row) => row.slot === slot && row.what === what);
    if (known !== undefined) return known;
    const row = new Thresholds(slot, what);
    this.#thresholds.push(row);
    return row;
  }

  /** Asks the conditions: how many hold. Their positions are in `found`, in order, until it is called again. */
  ask(): number {
    const machine = this.#machine;
    this.#count = 0;
    for (const buckets of this.#buckets) this.#ask(buckets.of(machine.slot(buckets.slot)));
    for (const row of this.#thresholds) this.#ask(row.order, row.reachOf(machine.slot(row.slot)));
    this.#ask(this.#unindexed);
    if (this.#count < SORT_MAX) sortFirst(this.found, this.#count);
    else this.#sweep();
    return this.#count;
  }

  #ask(indices: readonly number[], count = indices.length): void {
    const { conditions } = this.#machine;
    for (let at = 0; at < count; at++) {
      const entry = this.#entries[indices[at] ?? 0];
      if (entry !== undefined && conditions.holdsAt(entry.entry)) this.found[this.#count++] = entry.position;
    }
  }

  #sweep(): void {
    const marks = this.#marks;
    for (let at = 0; at < this.#count; at++) marks[this.found[at] ?? 0] = 1;
    this.#count = 0;
    for (let position = 0; position < marks.length; position++)
      if (marks[position] === 1) this.found[this.#count++] = position;
    marks.fill(0);
  }
}

/** By insertion: there are few, and buckets have theirs in order already. */
function sortFirst(numbers: Int32Array, count: number): void {
  for (let next = 1; next < count; next++) {
    const number = numbers[next] ?? 0;
    let at = next;
    for (; at > 0 && (numbers[at - 1] ?? 0) > number; at--) numbers[at] = numbers[at - 1] ?? 0;
    numbers[at] = number;
  }
}

/** The values of its path with which a test holds; none where they cannot be counted. */
function keysOf({ what, constant }: PathTest): readonly Value[] {
  if (what === TEST.Holds) return [true];
  if (what === TEST.Equal) return [constant];
  if (what === TEST.IsNull) return [null];
  return what === TEST.In && isList(constant) ? constant : [];
}

function choose(
  required: readonly PathTest[],
  distinct: ReadonlyMap<number, ReadonlySet<Value>>,
): PathTest | null {
  const sizeOf = ({ slot }: PathTest): number => distinct.get(slot)?.size ?? 0;
  const [equality = null] = required
    .filter((test) => keysOf(test).length > 0)
    .toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (equality !== null && sizeOf(equality) >= DISTINCT_MIN) return equality;
  return (
    required.find(({ constant, what }) => typeof constant === 'number' && what !== TEST.Equal) ?? equality
  );
}

function addTo(sets: Map<number, Set<Value>>, slot: number, key: Value): void {
  const known = sets.get(slot);
  if (known === undefined) sets.set(slot, new Set([key]));
  else known.add(key);
}
