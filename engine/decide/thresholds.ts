/** Conditions by the number that one path has to be above or below, in the order in which a value passes these numbers. */
import type { Value } from '../value.ts';
import { TEST } from '../vm/tests.ts';

export class Thresholds {
  readonly slot: number;
  readonly what: number;
  readonly #entries: { readonly bound: number; readonly index: number }[] = [];
  #bounds = new Float64Array(0);
  #order: readonly number[] = [];

  constructor(slot: number, what: number) {
    this.slot = slot;
    this.what = what;
  }

  add(bound: number, index: number): void {
    this.#entries.push({ bound, index });
  }

  /** Call once, behind the last `add`. */
  sort(): void {
    const sign = this.what === TEST.Greater || this.what === TEST.GreaterOrEqual ? 1 : -1;
    const sorted = this.#entries.toSorted((a, b) => sign * (a.bound - b.bound));
    this.#bounds = Float64Array.from(sorted, ({ bound }) => bound);
    this.#order = sorted.map(({ index }) => index);
  }

  get order(): readonly number[] {
    return this.#order;
  }

  /** How many, from the first, may hold for a value: none for what has no order with numbers, all for a decimal. */
  reachOf(value: Value): number {
    if (typeof value === 'object' && value !== null) return this.#bounds.length;
    if (typeof value !== 'number') return 0;
    let from = 0;
    let to = this.#bounds.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#passes(value, this.#bounds[middle] ?? 0)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #passes(value: number, bound: number): boolean {
    switch (this.what) {
      case TEST.Greater:
        return value > bound;
      case TEST.GreaterOrEqual:
        return value >= bound;
      case TEST.Less:
        return value < bound;
      default:
        return value <= bound;
    }
  }
}
