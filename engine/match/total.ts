/**
 * The fold of an aggregate, kept while its elements come and go. Sums of integers are the same in every order as long as no
 * partial sum can leave the exact range; anything else is folded anew, in order, so that the result is that of the loop to the bit.
 */
import type { Value } from '../value.ts';
import type { LoopKind } from './loop.ts';

export class Total {
  readonly #kind: LoopKind;
  #count = 0;
  #sum = 0;
  /** Of the absolute values: no partial sum is larger. */
  #magnitude = 0;
  /** The sums have left the exact range since there were no elements: what was added does not come off again. */
  #isInexact = false;
  /** Elements that only the loop itself can fold. */
  #others = 0;

  constructor(kind: LoopKind) {
    this.#kind = kind;
  }

  add(value: Value): void {
    this.#change(value, 1);
  }

  remove(value: Value): void {
    this.#change(value, -1);
  }

  /** `undefined` where the loop has to run. */
  get value(): Value | undefined {
    if (this.#kind === 'count') return this.#count;
    if (this.#others > 0 || this.#isInexact) return undefined;
    if (this.#kind === 'sum') return this.#sum;
    if (this.#kind !== 'avg') return undefined;
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  #forget(): void {
    this.#sum = 0;
    this.#magnitude = 0;
    this.#isInexact = false;
  }

  /** Null is not folded. */
  #change(value: Value, by: 1 | -1): void {
    if (value === null) return;
    this.#count += by;
    if (Number.isSafeInteger(value) && typeof value === 'number') {
      this.#sum += by * value;
      this.#magnitude += by * Math.abs(value);
      if (this.#magnitude > Number.MAX_SAFE_INTEGER) this.#isInexact = true;
    } else {
      this.#others += by;
    }
    if (this.#count === 0) this.#forget();
  }
}
