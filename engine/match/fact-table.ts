/**
 * The facts of one type that rules see. Most rules see the same ones; a rule that hides or overlays facts of a type that it reads has a
 * table of its own, without its own doing. As a cell it is the whole type: whoever goes through all of it is stale after any change.
 */
import type { Fact } from '../fact.ts';
import { Cell } from './cell.ts';
import { OrderedFacts } from './ordered-facts.ts';

/** Keeps something for each fact, or by its fields. */
export interface FactObserver {
  /** One of both is a fact. */
  factChanged(before: Fact | undefined, after: Fact | undefined): void;
}

export class FactTable extends Cell {
  readonly type: string;
  readonly #facts = new Map<string, Fact>();
  readonly #observers: FactObserver[] = [];
  /** Made when somebody goes through all facts, and kept from then on. */
  #ordered: OrderedFacts | null = null;

  constructor(type: string) {
    super();
    this.type = type;
  }

  get size(): number {
    return this.#facts.size;
  }

  get(key: string): Fact | undefined {
    return this.#facts.get(key);
  }

  /** By key, in the order in which they became what they are. */
  get facts(): ReadonlyMap<string, Fact> {
    return this.#facts;
  }

  /** In no order. */
  get keys(): Iterable<string> {
    return this.#facts.keys();
  }

  /** By key; valid until the table changes. */
  get all(): readonly Fact[] {
    this.#ordered ??= new OrderedFacts([...this.#facts.values()]);
    return this.#ordered.list;
  }

  /** From one fact of a key to another; a fact that is replaced stands last. */
  turn(key: string, before: Fact | undefined, after: Fact | undefined): void {
    if (before !== undefined) this.#facts.delete(key);
    if (after !== undefined) this.#facts.set(key, after);
    if (after === undefined) this.#ordered?.drop(key);
    else this.#ordered?.put(after);
    for (const observer of this.#observers) observer.factChanged(before, after);
    this.changed();
  }

  /** Tells of the facts that are there, and then of every change. */
  observe(observer: FactObserver): void {
    this.#observers.push(observer);
    for (const fact of this.#facts.values()) observer.factChanged(undefined, fact);
  }
}
