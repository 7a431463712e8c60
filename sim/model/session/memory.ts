/**
 * Working memory as records: what came from outside, and what rules hold, hide and overlay. What is visible is made from all of
 * them whenever somebody asks. A rule does not see its own retractions and overlays, so what is seen depends on who looks.
 */
import { equal, type ModelRecord } from '../value.ts';
import {
  haveEqualFields,
  haveEqualTimes,
  type Identity,
  inTextOrder,
  isSame,
  type ModelFact,
} from './facts.ts';

/** Whose a record is: of a rule, and of the fact that it matched where it is `per_fact`. */
export interface Owner {
  readonly rule: string;
  readonly priority: number;
  readonly instance: string;
}

export type Held = Owner & { readonly identity: Identity } & (
    | { readonly kind: 'support'; readonly fact: ModelFact }
    | { readonly kind: 'retraction' }
    | { readonly kind: 'overlay'; readonly fields: ModelRecord }
  );

export interface ModelChange extends Identity {
  readonly fact: ModelFact | null;
}

/** Who is no rule sees what is visible. No rule can have this name. */
export const NOBODY = '';

export class ModelMemory {
  /** In order of assertion. */
  external: readonly ModelFact[] = [];
  held: readonly Held[] = [];
  /** Fact types that changed for somebody, with the rule that did it. */
  dirty: readonly { readonly type: string; readonly cause: string }[] = [];
  #changes: readonly ModelChange[] = [];
  readonly #reads: (rule: string, factType: string) => boolean;

  constructor(reads: (rule: string, factType: string) => boolean) {
    this.#reads = reads;
  }

  see(identity: Identity, observer: string): ModelFact | null {
    const records = this.held.filter((each) => isSame(each.identity, identity));
    const others = records.filter(({ rule }) => rule !== observer);
    if (others.some(({ kind }) => kind === 'retraction')) return null;
    const supports = records.filter((each) => each.kind === 'support').toSorted(byRank);
    const outside = this.external.find((fact) => isSame(fact, identity));
    const beneath = supports[0]?.fact ?? outside ?? null;
    if (beneath === null) return null;
    const overlays = others.filter((each) => each.kind === 'overlay').toSorted(byWeight);
    return overlays.reduce(
      (fact, { fields }) => ({ ...fact, fields: overlaid(fact.fields, fields) }),
      beneath,
    );
  }

  /** The facts of a type in key order. */
  facts(type: string, observer: string): readonly ModelFact[] {
    return this.#identities()
      .filter((identity) => identity.type === type)
      .flatMap((identity) => this.see(identity, observer) ?? [])
      .toSorted((a, b) => inTextOrder(a.key, b.key));
  }

  /** Everything that is visible, by type and key. */
  visible(): readonly ModelFact[] {
    return this.#identities()
      .flatMap((identity) => this.see(identity, NOBODY) ?? [])
      .toSorted((a, b) => inTextOrder(a.type, b.type) || inTextOrder(a.key, b.key));
  }

  /** Equal fields change nothing, not even the time. */
  assertExternal(fact: ModelFact): void {
    const present = this.external.find((other) => isSame(other, fact));
    if (present !== undefined && equal(present.fields, fact.fields)) return;
    this.#change(fact, NOBODY, () => {
      this.external = [...this.external.filter((other) => !isSame(other, fact)), fact];
    });
  }

  retractExternal(identity: Identity): void {
    this.#change(identity, NOBODY, () => {
      this.external = this.external.filter((other) => !isSame(other, identity));
    });
  }

  /** Puts a record in the place of the one that its owner has for the identity; whether visible fields changed. */
  hold(record: Held): boolean {
    const present = this.held.find((each) => isOf(each, record));
    const kept = present === undefined ? record : aged(record, present);
    return this.#change(record.identity, record.rule, () => {
      this.held = [...this.held.filter((each) => !isOf(each, record)), kept];
    });
  }

  drop(record: Owner & { readonly identity: Identity }): boolean {
    return this.#change(record.identity, record.rule, () => {
      this.held = this.held.filter((each) => !isOf(each, record));
    });
  }

  /** What became visible or invisible since the last call, by type and key, with what is there in the end. */
  takeChanges(): readonly ModelChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes.toSorted((a, b) => inTextOrder(a.type, b.type) || inTextOrder(a.key, b.key));
  }

  /**
   * A type is dirty when anybody who reads it sees other fields or times than before. Whether it counts as a mutation is for what is visible,
   * and its fields, to say.
   */
  #change({ type, key }: Identity, cause: string, act: () => void): boolean {
    const identity = { type, key };
    const observers = (): readonly string[] => [
      NOBODY,
      ...this.held
        .filter((each) => isSame(each.identity, identity) && this.#reads(each.rule, type))
        .map(({ rule }) => rule),
    ];
    const sights = (of: readonly string[]): readonly (ModelFact | null)[] =>
      of.map((observer) => this.see(identity, observer));
    const owners = observers();
    const all = new Map(owners.map((owner, index) => [owner, sights(owners)[index] ?? null]));
    const byDefault = all.get(NOBODY) ?? null;
    act();
    const differs = (before: ModelFact | null, after: ModelFact | null): boolean =>
      !haveEqualFields(before, after) || !haveEqualTimes(before, after);
    const concerned = [...new Set([...owners, ...observers()])].filter((observer) =>
      differs(all.get(observer) ?? byDefault, this.see(identity, observer)),
    );
    if (concerned.length > 0) this.dirty = [...this.dirty, { type, cause }];
    if (!concerned.includes(NOBODY)) return false;
    const after = this.see(identity, NOBODY);
    this.#changes = [
      ...this.#changes.filter((change) => !isSame(change, identity)),
      { ...identity, fact: after },
    ];
    return !haveEqualFields(byDefault, after);
  }

  #identities(): readonly Identity[] {
    const named = new Map<string, Identity>();
    const supported = this.held.flatMap((each) => (each.kind === 'support' ? [each.fact] : []));
    for (const { type, key } of [...this.external, ...supported]) named.set(`${type}\0${key}`, { type, key });
    return [...named.values()];
  }
}

/** The winner of several supports is the first. */
function byRank(a: Owner, b: Owner): number {
  return b.priority - a.priority || inTextOrder(a.rule, b.rule) || inTextOrder(a.instance, b.instance);
}

/** The last overlay wins. */
function byWeight(a: Owner, b: Owner): number {
  return a.priority - b.priority || inTextOrder(a.rule, b.rule) || inTextOrder(a.instance, b.instance);
}

function overlaid(fields: ModelRecord, over: ModelRecord): ModelRecord {
  return Object.assign(Object.create(null), fields, over);
}

function isOf(record: Owner & { readonly identity: Identity }, other: typeof record): boolean {
  const isOwn = record.rule === other.rule && record.instance === other.instance;
  return isOwn && isSame(record.identity, other.identity);
}

/** A support with equal fields keeps its time. */
function aged(record: Held, present: Held): Held {
  if (record.kind !== 'support' || present.kind !== 'support') return record;
  return equal(record.fact.fields, present.fact.fields) ? present : record;
}
