/** The rows of one table in key order, as LMDB keeps them: a sorted array of keys beside a map. Appending is the common case. */
import type { Entry, Range, StoreKey } from '#actors';

export class Rows {
  #keys: StoreKey[] = [];
  #values = new Map<StoreKey, Uint8Array>();

  copy(): Rows {
    const rows = new Rows();
    rows.#keys = [...this.#keys];
    rows.#values = new Map(this.#values);
    return rows;
  }

  get(key: StoreKey): Uint8Array | undefined {
    return this.#values.get(key);
  }

  put(key: StoreKey, value: Uint8Array): void {
    if (!this.#values.has(key)) this.#insert(key);
    this.#values.set(key, value);
  }

  remove(key: StoreKey): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#indexOf(key), 1);
  }

  range({ from, to, limit, reverse = false }: Range): readonly Entry[] {
    const start = this.#indexOf(from);
    const end = Math.max(start, this.#indexOf(to));
    const keys = reverse
      ? this.#keys.slice(Math.max(start, end - limit), end).reverse()
      : this.#keys.slice(start, Math.min(end, start + limit));
    return keys.flatMap((key) => {
      const value = this.#values.get(key);
      return value === undefined ? [] : [{ key, value }];
    });
  }

  #insert(key: StoreKey): void {
    const last = this.#keys.at(-1);
    if (last === undefined || last < key) this.#keys.push(key);
    else this.#keys.splice(this.#indexOf(key), 0, key);
  }

  /** Index of the first key that is not before this one. */
  #indexOf(key: StoreKey): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const probe = this.#keys[middle];
      if (probe !== undefined && probe < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
