/** Facts of one type by key, in code-point order: what loops go through, so that no witness depends on arrival. */
import type { Fact } from '../fact.ts';
import { compareText } from '../value.ts';

export class OrderedFacts {
  /** Valid until the next change. */
  list: Fact[];

  /** Takes over a list of facts in any order. */
  constructor(facts: Fact[] = []) {
    this.list = facts.length < 2 ? facts : facts.sort((a, b) => compareText(a.key, b.key));
  }

  /** In place of the one with its key, if there is one. */
  put(fact: Fact): void {
    const { list } = this;
    const last = list.at(-1);
    // Mostly it stays the only one, and a list that is pushed to takes room for seventeen.
    if (last === undefined) this.list = [fact];
    else if (compareText(last.key, fact.key) < 0) list.push(fact);
    else this.#insert(fact);
  }

  #insert(fact: Fact): void {
    const { list } = this;
    const at = this.#indexOf(fact.key);
    list.splice(at, list[at]?.key === fact.key ? 1 : 0, fact);
  }

  drop(key: string): void {
    const at = this.#indexOf(key);
    if (this.list[at]?.key === key) this.list.splice(at, 1);
  }

  /** Of the first fact that is not before the key. */
  #indexOf(key: string): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareText(this.list[middle]?.key ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
