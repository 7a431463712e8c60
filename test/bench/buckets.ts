/** What an index by hand is made of: lists by key, short ones. An empty one stays, because the next fact is likely to need it. */
const NONE: readonly never[] = [];

export class Buckets<Key, Entry> {
  readonly #byKey = new Map<Key, Entry[]>();

  of(key: Key): readonly Entry[] {
    return this.#byKey.get(key) ?? NONE;
  }

  add(key: Key, entry: Entry): void {
    const bucket = this.#byKey.get(key);
    if (bucket === undefined) this.#byKey.set(key, [entry]);
    else bucket.push(entry);
  }

  remove(key: Key, entry: Entry): void {
    const bucket = this.#byKey.get(key);
    const at = bucket?.lastIndexOf(entry) ?? -1;
    if (bucket === undefined || at < 0) return;
    const last = bucket.pop();
    if (last !== undefined && at < bucket.length) bucket[at] = last;
  }
}
