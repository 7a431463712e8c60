/**
 * Working memory: external facts, what rules hold for and against facts, and the one visible fact per identity that results. Rules
 * read it in key order, so that the witness of a quantifier never depends on arrival.
 */
import { assert } from '../assert.ts';
import type { Fact, FactIdentity } from '../fact.ts';
import { FactTable } from '../match/fact-table.ts';
import { compareText, equalValues } from '../value.ts';
import { type Overlay, Records, type Source, type Support } from './records.ts';

export interface MemoryChange extends FactIdentity {
  /** `null` when nothing is visible any more. */
  readonly fact: Fact | null;
}

/** One record with the identity that it is about. */
export type RecordEntry = FactIdentity &
  (
    | ({ readonly kind: 'support' } & Support)
    | ({ readonly kind: 'retraction' } & Source)
    | ({ readonly kind: 'overlay' } & Overlay)
  );

/**
 * What an operation did: nothing that anybody sees, something that some see or that shows in times alone, or another fact, or other
 * fields, for everybody.
 */
export type Effect = 'none' | 'seen' | 'changed';

/** Rules that do not see their own effects on facts of a type. */
export type Lenses = ReadonlyMap<string, readonly string[]>;

const NO_LENSES: Lenses = new Map();

interface Resolved {
  readonly after: Fact | undefined;
  readonly external: Fact | undefined;
  readonly records: Records | undefined;
}

export class WorkingMemory {
  /** By type, in order of assertion: retention drops from the front. */
  readonly #external = new Map<string, Map<string, Fact>>();
  readonly #records = new Map<string, Map<string, Records>>();
  readonly #lenses: Lenses;
  /** By type, for everybody, and for each rule with eyes of its own. */
  readonly #tables = new Map<string, FactTable>();
  readonly #lensTables = new Map<string, Map<string, FactTable>>();
  /** As they happened; of several to one identity the last one counts. */
  #changes: MemoryChange[] = [];
  #count = 0;

  constructor(lenses: Lenses = NO_LENSES) {
    this.#lenses = lenses;
  }

  /** Number of visible facts. */
  get count(): number {
    return this.#count;
  }

  /** What a rule sees that has its own effects left out; empty for everybody else. */
  table(type: string, lens = ''): FactTable {
    const tables = lens === '' ? this.#tables : inner(this.#lensTables, lens);
    let table = tables.get(type);
    if (table === undefined) tables.set(type, (table = new FactTable(type)));
    return table;
  }

  /** The visible facts of a type in key order. */
  facts(type: string): readonly Fact[] {
    return this.#tables.get(type)?.all ?? [];
  }

  /** Types that have or had visible facts, sorted. */
  types(): readonly string[] {
    return [...this.#tables.values()]
      .filter(({ size }) => size > 0)
      .map(({ type }) => type)
      .sort(compareText);
  }

  find({ type, key }: FactIdentity): Fact | undefined {
    return this.#tables.get(type)?.get(key);
  }

  /** External facts of a type in order of assertion. */
  external(type: string): readonly Fact[] {
    return [...(this.#external.get(type)?.values() ?? [])];
  }

  findExternal({ type, key }: FactIdentity): Fact | undefined {
    return this.#external.get(type)?.get(key);
  }

  /** The external fact that was asserted first, without building a list. */
  oldestExternal(type: string): Fact | undefined {
    return this.#external.get(type)?.values().next().value;
  }

  externalCount(type: string): number {
    return this.#external.get(type)?.size ?? 0;
  }

  externalTypes(): readonly string[] {
    return [...this.#external.keys()].filter((type) => this.externalCount(type) > 0).sort(compareText);
  }

  /** Asserts an external fact. Equal fields change nothing and keep its time. */
  assertExternal(fact: Fact): Effect {
    const ofType = inner(this.#external, fact.type);
    const present = ofType.get(fact.key);
    if (present !== undefined && equalValues(present.fields, fact.fields)) return 'none';
    if (present !== undefined) ofType.delete(fact.key);
    ofType.set(fact.key, fact);
    return this.#resolve(fact);
  }

  /** An unknown identity is a no-op. */
  retractExternal(identity: FactIdentity): Effect {
    const removed = this.#external.get(identity.type)?.delete(identity.key) ?? false;
    return removed ? this.#resolve(identity) : 'none';
  }

  /** Records a rule's support. Equal fields keep the time of the support there is. */
  support(support: Support): Effect {
    return this.#recordsOf(support.fact).support(support) ? this.#resolve(support.fact) : 'none';
  }

  retract(identity: FactIdentity, source: Source): Effect {
    return this.#recordsOf(identity).retract(source) ? this.#resolve(identity) : 'none';
  }

  overlay(identity: FactIdentity, overlay: Overlay): Effect {
    return this.#recordsOf(identity).overlay(overlay) ? this.#resolve(identity) : 'none';
  }

  /** Takes back whatever a rule holds for or against a fact. */
  withdraw(identity: FactIdentity, source: Source): Effect {
    const ofType = this.#records.get(identity.type);
    const records = ofType?.get(identity.key);
    if (ofType === undefined || records === undefined) return 'none';
    records.withdraw(source);
    if (records.isEmpty) ofType.delete(identity.key);
    return this.#resolve(identity);
  }

  recordsOf({ type, key }: FactIdentity): Records | undefined {
    return this.#records.get(type)?.get(key);
  }

  /** Every record, by type and key. */
  records(): readonly RecordEntry[] {
    const entries = [...this.#records].flatMap(([type, ofType]) =>
      [...ofType].flatMap(([key, records]) => entriesOf({ type, key }, records)),
    );
    return entries.sort(compareIdentities);
  }

  /** What became visible or invisible since the last call, by type and key. */
  takeChanges(): readonly MemoryChange[] {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length < 2) return changes;
    const ordered = changes.sort(compareIdentities);
    return ordered.filter((change, at) => {
      const next = ordered[at + 1];
      return next === undefined || compareIdentities(change, next) !== 0;
    });
  }

  #recordsOf({ type, key }: FactIdentity): Records {
    const ofType = inner(this.#records, type);
    let records = ofType.get(key);
    if (records === undefined) ofType.set(key, (records = new Records()));
    return records;
  }

  #resolve({ type, key }: FactIdentity): Effect {
    const external = this.#external.get(type)?.get(key);
    const records = this.#records.get(type)?.get(key);
    const table = this.table(type);
    const before = table.get(key);
    const after = sameIfEqual(before, records === undefined ? external : records.visible(external, ''));
    const lenses = this.#lenses.get(type);
    const isShown = lenses !== undefined && this.#show(lenses, { type, key }, { after, external, records });
    if (before === after) return isShown ? 'seen' : 'none';
    table.set(key, after);
    this.#count += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    assert(this.#count >= 0, 'the count of visible facts is never negative');
    this.#changes.push({ type, key, fact: after ?? null });
    const isChanged =
      before === undefined || after === undefined || !equalValues(before.fields, after.fields);
    return isChanged ? 'changed' : 'seen';
  }

  /** To those who see it otherwise; whether anything is new to one of them. */
  #show(
    lenses: readonly string[],
    { type, key }: FactIdentity,
    { after, external, records }: Resolved,
  ): boolean {
    let isNew = false;
    for (const rule of lenses) {
      const table = this.table(type, rule);
      const before = table.get(key);
      const own = records?.hasEffectOf(rule) === true ? records.visible(external, rule) : after;
      const seen = sameIfEqual(before, own);
      if (seen === before) continue;
      table.set(key, seen);
      isNew = true;
    }
    return isNew;
  }
}

function compareIdentities(a: FactIdentity, b: FactIdentity): number {
  return compareText(a.type, b.type) || compareText(a.key, b.key);
}

/** An overlaid fact is made anew each time; one that says the same is the same. */
function sameIfEqual(before: Fact | undefined, after: Fact | undefined): Fact | undefined {
  if (before === undefined || after === undefined || before === after) return after;
  const isSame =
    before.assertedAt === after.assertedAt &&
    before.assertedRound === after.assertedRound &&
    equalValues(before.fields, after.fields);
  return isSame ? before : after;
}

function entriesOf(
  { type, key }: FactIdentity,
  { supports, retractions, overlays }: Records,
): readonly RecordEntry[] {
  return [
    ...supports.map((support) => ({ kind: 'support' as const, type, key, ...support })),
    ...retractions.map((retraction) => ({ kind: 'retraction' as const, type, key, ...retraction })),
    ...overlays.map((overlay) => ({ kind: 'overlay' as const, type, key, ...overlay })),
  ];
}

function inner<Inner>(outer: Map<string, Map<string, Inner>>, name: string): Map<string, Inner> {
  let found = outer.get(name);
  if (found === undefined) outer.set(name, (found = new Map()));
  return found;
}
