/**
 * Facts of a table by the values of some of their fields: what makes an equality join a look-up. It gives no fewer facts than are
 * equal, because the loop asks its condition again; what cannot be hashed, such as amounts and lists, makes it give all.
 */
import type { Fact } from '../fact.ts';
import type { Value } from '../value.ts';
import { Cell, type Reader } from './cell.ts';
import type { FactObserver, FactTable } from './fact-table.ts';
import { OrderedFacts } from './ordered-facts.ts';

type Key = string | number | boolean | null;

const NONE: readonly Fact[] = [];

/** The facts with one key; it stays while somebody has asked for it. */
class Bucket extends Cell {
  readonly facts = new OrderedFacts();
  readonly #key: Key;
  readonly #buckets: Map<Key, Bucket>;

  constructor(key: Key, buckets: Map<Key, Bucket>) {
    super();
    this.#key = key;
    this.#buckets = buckets;
  }

  override released(): void {
    if (this.facts.list.length === 0) this.#buckets.delete(this.#key);
  }
}

export class FactIndex implements FactObserver {
  readonly #table: FactTable;
  readonly #fields: readonly string[];
  readonly #buckets = new Map<Key, Bucket>();
  /** Facts that have no key. */
  #unhashed = 0;

  constructor(table: FactTable, fields: readonly string[]) {
    this.#table = table;
    this.#fields = fields;
    table.observe(this);
  }

  /** Whether the facts that were found last are exactly those that are equal. */
  isExact = false;

  /** At least the facts whose fields equal the values, in order. */
  find(values: readonly Value[], reader: Reader | null): readonly Fact[] {
    const key = keyOf(values);
    this.isExact = key !== undefined && this.#unhashed === 0;
    if (key !== undefined && reader !== null) reader.read(this.#bucketOf(key));
    if (key !== undefined && this.#unhashed === 0) return this.#buckets.get(key)?.facts.list ?? NONE;
    reader?.read(this.#table);
    return this.#table.all;
  }

  /** Exactly the facts whose only field equals the value, in order; `null` where it would give others as well. */
  findOne(value: Value, reader: Reader | null): readonly Fact[] | null {
    if (!isKey(value) || this.#unhashed > 0) return null;
    if (reader === null) return this.#buckets.get(value)?.facts.list ?? NONE;
    const bucket = this.#bucketOf(value);
    reader.read(bucket);
    return bucket.facts.list;
  }

  factChanged(before: Fact | undefined, after: Fact | undefined): void {
    const from = before === undefined ? undefined : this.#keyOf(before);
    const to = after === undefined ? undefined : this.#keyOf(after);
    const unhashed =
      this.#unhashed + unhashedIn(after !== undefined, to) - unhashedIn(before !== undefined, from);
    const turns = (unhashed === 0) !== (this.#unhashed === 0);
    this.#unhashed = unhashed;
    if (before !== undefined && from !== undefined && from !== to) this.#remove(from, before.key);
    if (after !== undefined && to !== undefined) this.#add(to, after);
    if (turns) for (const bucket of this.#buckets.values()) bucket.changed();
  }

  #add(key: Key, fact: Fact): void {
    const bucket = this.#bucketOf(key);
    bucket.facts.put(fact);
    bucket.changed();
  }

  #remove(key: Key, factKey: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return;
    bucket.facts.drop(factKey);
    bucket.changed();
    if (!bucket.isRead) bucket.released();
  }

  #bucketOf(key: Key): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    const bucket = new Bucket(key, this.#buckets);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #keyOf(fact: Fact): Key | undefined {
    const [only = '', ...others] = this.#fields;
    if (others.length > 0) return keyOf(this.#fields.map((field) => fact.read(field, 0)));
    const value = fact.read(only, 0);
    return isKey(value) ? value : undefined;
  }
}

function unhashedIn(isThere: boolean, key: Key | undefined): number {
  return isThere && key === undefined ? 1 : 0;
}

function keyOf(values: readonly Value[]): Key | undefined {
  const [only = null, ...others] = values;
  if (others.length === 0) return isKey(only) ? only : undefined;
  return values.every(isKey) ? JSON.stringify(values) : undefined;
}

/** Numbers that JSON has no text for are none: NaN equals nothing, and infinities would look like null. */
function isKey(value: Value): value is Key {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null;
}
