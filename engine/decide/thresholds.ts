/** Conditions by the number that one path has to be above or below, in the order of these numbers. */
import type { Value } from '../value.ts';
import { TEST } from '../vm/tests.ts';

export class Thresholds {
  readonly slot: number;
  readonly #bounds: { readonly bound: number; readonly index: number }[] = [];
  readonly #holds: (value: number, bound: number) => boolean;
  /** Bounds are in the order in which a value passes them. */
  readonly #sign: 1 | -1;

  constructor(slot: number, what: number) {
    this.slot = slot;
    this.#holds = COMPARISONS.get(what) ?? (() => true);
    this.#sign = what === TEST.Greater || what === TEST.GreaterOrEqual ? 1 : -1;
  }

  add(bound: number, index: number): void {
    this.#bounds.push({ bound, index });
  }

  sort(): void {
    this.#bounds.sort((a, b) => this.#sign * (a.bound - b.bound));
  }

  /** Those that may hold for a value: none for what has no order with numbers, all for a decimal. */
  forEach(value: Value, visit: (index: number) => void): void {
    const isNumber = typeof value === 'number';
    if (!isNumber && (typeof value !== 'object' || value === null)) return;
    for (const { bound, index } of this.#bounds) {
      if (isNumber && !this.#holds(value, bound)) return;
      visit(index);
    }
  }
}

const COMPARISONS: ReadonlyMap<number, (value: number, bound: number) => boolean> = new Map([
  [TEST.Greater, (value, bound) => value > bound],
  [TEST.GreaterOrEqual, (value, bound) => value >= bound],
  [TEST.Less, (value, bound) => value < bound],
  [TEST.LessOrEqual, (value, bound) => value <= bound],
]);
