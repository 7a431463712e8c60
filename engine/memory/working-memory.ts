/**
 * Working memory: external facts, facts that rules support, and the one visible fact per identity that results.
 * A visible fact is the winning support (highest priority, then rule name), else the external fact. Rules read it in
 * key order, so that the witness of a quantifier never depends on arrival.
 */
import { assert } from '../assert.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import { compareText, equalValues, type ValueRecord } from '../value.ts';

/** One rule's claim that a fact holds. */
export interface Support {
  readonly rule: string;
  readonly priority: number;
  readonly fact: Fact;
}

export interface MemoryChange {
  readonly identity: FactIdentity;
  /** `null` when nothing is visible any more. */
  readonly fact: Fact | null;
}

export class WorkingMemory {
  /** By type, in order of assertion: retention drops from the front. */
  readonly #external = new Map<string, Map<string, Fact>>();
  readonly #supports = new Map<string, Map<string, Map<string, Support>>>();
  readonly #visible = new Map<string, Map<string, Fact>>();
  readonly #ordered = new Map<string, readonly Fact[]>();
  readonly #changes = new Map<string, MemoryChange>();
  #count = 0;

  /** Number of visible facts. */
  get count(): number {
    return this.#count;
  }

  /** The visible facts of a type in key order. */
  facts(type: string): readonly Fact[] {
    const cached = this.#ordered.get(type);
    if (cached !== undefined) return cached;
    const facts = [...(this.#visible.get(type)?.values() ?? [])].sort((a, b) => compareText(a.key, b.key));
    this.#ordered.set(type, facts);
    return facts;
  }

  find(identity: FactIdentity): Fact | undefined {
    return this.#visible.get(identity.type)?.get(identity.key);
  }

  /** External facts of a type in order of assertion. */
  external(type: string): readonly Fact[] {
    return [...(this.#external.get(type)?.values() ?? [])];
  }

  /** The external fact that was asserted first, without building a list. */
  oldestExternal(type: string): Fact | undefined {
    return this.#external.get(type)?.values().next().value;
  }

  externalCount(type: string): number {
    return this.#external.get(type)?.size ?? 0;
  }

  /** Asserts an external fact. Equal fields change nothing and keep its time; returns whether the visible fact changed. */
  assertExternal(fact: Fact): boolean {
    const ofType = nested(this.#external, fact.type);
    const present = ofType.get(fact.key);
    if (present !== undefined && equalValues(present.fields, fact.fields)) return false;
    ofType.delete(fact.key);
    ofType.set(fact.key, fact);
    return this.#resolve(fact);
  }

  /** Returns whether the visible fact changed; an unknown identity is a no-op. */
  retractExternal(identity: FactIdentity): boolean {
    const removed = this.#external.get(identity.type)?.delete(identity.key) ?? false;
    return removed && this.#resolve(identity);
  }

  /** Records a rule's support. Equal fields keep the time of the support there is. */
  support(support: Support): boolean {
    const bySource = nested(nested(this.#supports, support.fact.type), support.fact.key);
    const present = bySource.get(support.rule);
    if (present !== undefined && equalValues(present.fact.fields, support.fact.fields)) return false;
    bySource.set(support.rule, support);
    return this.#resolve(support.fact);
  }

  withdraw(identity: FactIdentity, rule: string): boolean {
    const bySource = this.#supports.get(identity.type)?.get(identity.key);
    if (bySource === undefined || !bySource.delete(rule)) return false;
    if (bySource.size === 0) this.#supports.get(identity.type)?.delete(identity.key);
    return this.#resolve(identity);
  }

  /** Every support, by type, key and rule name. */
  supports(): readonly Support[] {
    const all = [...this.#supports.values()].flatMap((ofType) =>
      [...ofType.values()].flatMap((s) => [...s.values()]),
    );
    return all.sort(
      (a, b) =>
        compareText(a.fact.type, b.fact.type) ||
        compareText(a.fact.key, b.fact.key) ||
        compareText(a.rule, b.rule),
    );
  }

  externalTypes(): readonly string[] {
    return [...this.#external.keys()].filter((type) => this.externalCount(type) > 0).sort(compareText);
  }

  /** What became visible or invisible since the last call, by type and key. */
  takeChanges(): readonly MemoryChange[] {
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return changes.sort(
      (a, b) => compareText(a.identity.type, b.identity.type) || compareText(a.identity.key, b.identity.key),
    );
  }

  #resolve({ type, key }: FactIdentity): boolean {
    const ofType = nested(this.#visible, type);
    const before = ofType.get(key);
    const after = this.#winningSupport({ type, key }) ?? this.#external.get(type)?.get(key);
    if (before === after) return false;
    if (after === undefined) ofType.delete(key);
    else ofType.set(key, after);
    this.#count += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    assert(this.#count >= 0, 'the count of visible facts is never negative');
    this.#ordered.delete(type);
    this.#changes.set(`${type}\0${key}`, { identity: { type, key }, fact: after ?? null });
    return before === undefined || after === undefined || !sameFields(before.fields, after.fields);
  }

  #winningSupport({ type, key }: FactIdentity): Fact | undefined {
    let winner: Support | undefined;
    for (const support of this.#supports.get(type)?.get(key)?.values() ?? []) {
      if (winner === undefined || outranks(support, winner)) winner = support;
    }
    return winner?.fact;
  }
}

function outranks(challenger: Support, winner: Support): boolean {
  if (challenger.priority !== winner.priority) return challenger.priority > winner.priority;
  return compareText(challenger.rule, winner.rule) < 0;
}

function sameFields(left: ValueRecord, right: ValueRecord): boolean {
  return equalValues(left, right);
}

function nested<Inner>(outer: Map<string, Map<string, Inner>>, name: string): Map<string, Inner> {
  let inner = outer.get(name);
  if (inner === undefined) {
    inner = new Map();
    outer.set(name, inner);
  }
  return inner;
}
