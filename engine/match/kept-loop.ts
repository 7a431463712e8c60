/**
 * A loop that says the same wherever it stands, kept up to date. For each fact it is known whether the condition holds; the loop
 * itself then looks at those facts alone that decide it, or that fail or leave a note, and comes to what it would have come to.
 */
import type { Fact } from '../fact.ts';
import type { Value } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { Cell, Reader } from './cell.ts';
import type { FactObserver, FactTable } from './fact-table.ts';
import type { LoopPlan } from './loop-plans.ts';
import { OrderedFacts } from './ordered-facts.ts';
import { Total } from './total.ts';

/** Runs code for a reader, from a fresh start. */
export interface Runner {
  readonly machine: Machine;
  begin(reader: Reader | null): void;
}

class Element extends Reader {
  readonly #key: string;
  readonly #stale: Set<string>;
  /** Null is not folded. */
  value: Value = null;
  isLookedAt = false;
  /** It fails or leaves a note, so the loop has to run over it. */
  isNoted = false;

  constructor(key: string, stale: Set<string>) {
    super();
    this.#key = key;
    this.#stale = stale;
  }

  override becomeStale(): void {
    this.#stale.add(this.#key);
  }

  get isBlank(): boolean {
    return !this.isLookedAt && this.readsNothing;
  }
}

const NO_FACTS: readonly Fact[] = [];

export class KeptLoop extends Cell implements FactObserver {
  readonly plan: LoopPlan;
  readonly #table: FactTable;
  readonly #runner: Runner;
  readonly #elements = new Map<string, Element>();
  readonly #stale = new Set<string>();
  readonly #lookedAt = new OrderedFacts();
  readonly #total: Total | null;
  #noted = 0;

  constructor(plan: LoopPlan, table: FactTable, runner: Runner) {
    super();
    this.plan = plan;
    this.#table = table;
    this.#runner = runner;
    this.#total = plan.loop.value === null ? null : new Total(plan.loop.kind);
    table.observe(this);
  }

  factChanged(before: Fact | undefined, after: Fact | undefined): void {
    this.#stale.add((before ?? after)?.key ?? '');
  }

  /** What it depends on beside facts has changed. */
  invalidate(): void {
    for (const key of this.#table.keys) this.#stale.add(key);
  }

  /** Before anything is evaluated that may ask it, inner loops first. */
  refresh(): void {
    if (this.#stale.size === 0) return;
    const keys = [...this.#stale];
    this.#stale.clear();
    let isChanged = false;
    for (const key of keys) isChanged = this.#refreshElement(key) || isChanged;
    if (isChanged) this.changed();
  }

  /** The facts that the loop has to look at: up to the first that decides, where one can. */
  get facts(): readonly Fact[] {
    const { list } = this.#lookedAt;
    const [first] = list;
    if (first === undefined) return NO_FACTS;
    return this.#total === null && this.#noted === 0 ? [first] : list;
  }

  /** What an aggregate comes to; `undefined` where the loop has to run. */
  get value(): Value | undefined {
    return this.#noted > 0 ? undefined : this.#total?.value;
  }

  /** Whether anything changes for those who ask. */
  #refreshElement(key: string): boolean {
    const element = this.#elements.get(key) ?? new Element(key, this.#stale);
    const { isLookedAt } = element;
    element.forget();
    this.#take(element);
    const fact = this.#table.get(key);
    if (fact !== undefined) this.#evaluate(element, fact);
    if (element.isBlank) this.#elements.delete(key);
    else this.#elements.set(key, element);
    if (fact === undefined || !element.isLookedAt) this.#lookedAt.drop(key);
    else this.#lookedAt.put(fact);
    return isLookedAt || element.isLookedAt;
  }

  /** Out of the sums. */
  #take(element: Element): void {
    if (element.isLookedAt) this.#total?.remove(element.value);
    if (element.isNoted) this.#noted -= 1;
    element.isLookedAt = false;
    element.isNoted = false;
    element.value = null;
  }

  #evaluate(element: Element, fact: Fact): void {
    const { machine } = this.#runner;
    const { condition, value, kind, variable } = this.plan.loop;
    this.#runner.begin(element);
    machine.locals[variable] = fact;
    const isTrue = condition === null || machine.evaluate(condition.start, condition.end) === true;
    const isLookedAt = isTrue === (kind !== 'all');
    if (isLookedAt && value !== null) element.value = machine.evaluate(value.start, value.end);
    element.isNoted = machine.isNoted;
    element.isLookedAt = isLookedAt || element.isNoted;
    if (element.isNoted) this.#noted += 1;
    if (element.isLookedAt) this.#total?.add(element.value);
  }
}
