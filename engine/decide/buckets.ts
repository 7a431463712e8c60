/** Conditions by the constant that one path has to equal. */
import type { Value } from '../value.ts';

const NONE: readonly number[] = [];

export class Buckets {
  readonly slot: number;
  readonly #byKey = new Map<Value, number[]>();
  #all: readonly number[] | null = null;

  constructor(slot: number) {
    this.slot = slot;
  }

  add(key: Value, index: number): void {
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, [index]);
    else known.push(index);
  }

  /** Those that may hold for a value. A decimal may equal a number, and a secret a text: for an object all may. */
  of(value: Value): readonly number[] {
    if (typeof value !== 'object' || value === null) return this.#byKey.get(value) ?? NONE;
    this.#all ??= [...new Set([...this.#byKey.values()].flat())];
    return this.#all;
  }
}
