/**
 * Working memory: external facts, what rules hold for and against facts, and the one visible fact per identity that results. Rules
 * read it in key order, so that the witness of a quantifier never depends on arrival.
 */
import { append } from '../append.ts';
import { assert } from '../assert.ts';
import type { Fact, FactIdentity } from '../fact.ts';
import type { FactTable } from '../match/fact-table.ts';
import { compareText } from '../value.ts';
import type { Overlay, Records, Source, Support } from './records.ts';
import { type Effect, TypeMemory } from './type-memory.ts';

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

/** Rules that do not see their own effects on facts of a type. */
export type Lenses = ReadonlyMap<string, readonly string[]>;

const NO_CHANGES: readonly MemoryChange[] = [];
const NO_TYPES: readonly TypeMemory[] = [];
const NO_LENSES: Lenses = new Map();
const NO_RULES: readonly string[] = [];

export class WorkingMemory {
  readonly #lenses: Lenses;
  readonly #types = new Map<string, TypeMemory>();
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
    const ofType = this.#of(type);
    return ofType.lenses.get(lens) ?? ofType.table;
  }

  /** The visible facts of a type in key order. */
  facts(type: string): readonly Fact[] {
    return this.#types.get(type)?.table.all ?? [];
  }

  /** Types that have visible facts, sorted. */
  types(): readonly string[] {
    return this.#typesWith(({ table }) => table.size > 0);
  }

  find({ type, key }: FactIdentity): Fact | undefined {
    return this.#types.get(type)?.table.get(key);
  }

  /** External facts of a type in order of assertion. */
  external(type: string): readonly Fact[] {
    return [...(this.#types.get(type)?.external.values() ?? [])];
  }

  findExternal({ type, key }: FactIdentity): Fact | undefined {
    return this.#types.get(type)?.external.get(key);
  }

  /** The external fact that was asserted first, without building a list. */
  oldestExternal(type: string): Fact | undefined {
    return this.#types.get(type)?.external.values().next().value;
  }

  externalCount(type: string): number {
    return this.#types.get(type)?.external.size ?? 0;
  }

  externalTypes(): readonly string[] {
    return this.#typesWith(({ external }) => external.size > 0);
  }

  /** Asserts an external fact. Equal fields change nothing and keep its time. */
  assertExternal(fact: Fact): Effect {
    const ofType = this.#of(fact.type);
    return this.#counted(ofType, ofType.table.size, ofType.assertExternal(fact));
  }

  /** An unknown identity is a no-op. */
  retractExternal({ type, key }: FactIdentity): Effect {
    const ofType = this.#of(type);
    return this.#counted(ofType, ofType.table.size, ofType.retractExternal(key));
  }

  /** Records a rule's support. Equal fields keep the time of the support there is. */
  support(support: Support): Effect {
    const ofType = this.#of(support.fact.type);
    return this.#counted(ofType, ofType.table.size, ofType.support(support));
  }

  retract({ type, key }: FactIdentity, source: Source): Effect {
    const ofType = this.#of(type);
    const retracted = (records: Records) => records.retract(source);
    return this.#counted(ofType, ofType.table.size, ofType.hold(key, retracted));
  }

  overlay({ type, key }: FactIdentity, overlay: Overlay): Effect {
    const ofType = this.#of(type);
    const overlaid = (records: Records) => records.overlay(overlay);
    return this.#counted(ofType, ofType.table.size, ofType.hold(key, overlaid));
  }

  /** Takes back whatever a rule holds for or against a fact. */
  withdraw({ type, key }: FactIdentity, source: Source): Effect {
    const ofType = this.#of(type);
    return this.#counted(ofType, ofType.table.size, ofType.withdraw(key, source));
  }

  recordsOf({ type, key }: FactIdentity): Records | undefined {
    return this.#types.get(type)?.recordsOf(key);
  }

  /** Every record, by type and key. */
  records(): readonly RecordEntry[] {
    const entries = [...this.#types].flatMap(([type, { allRecords }]) =>
      [...allRecords].flatMap(([key, records]) => entriesOf({ type, key }, records)),
    );
    return entries.sort((a, b) => compareText(a.type, b.type) || compareText(a.key, b.key));
  }

  /** What became visible or invisible since the last call, by type and key. */
  takeChanges(): readonly MemoryChange[] {
    let changes: MemoryChange[] | null = null;
    for (const ofType of this.#touched()) {
      const { type, table } = ofType;
      for (const key of ofType.takeTouched())
        changes = append(changes, { type, key, fact: table.get(key) ?? null });
    }
    return changes ?? NO_CHANGES;
  }

  /** Where facts have changed since the changes were taken, by name of the type. */
  #touched(): readonly TypeMemory[] {
    let touched: TypeMemory[] | null = null;
    for (const ofType of this.#types.values()) if (ofType.isTouched) touched = append(touched, ofType);
    return touched === null || touched.length < 2
      ? (touched ?? NO_TYPES)
      : touched.sort((a, b) => compareText(a.type, b.type));
  }

  #of(type: string): TypeMemory {
    let ofType = this.#types.get(type);
    if (ofType === undefined)
      this.#types.set(type, (ofType = new TypeMemory(type, this.#lenses.get(type) ?? NO_RULES)));
    return ofType;
  }

  #typesWith(isWanted: (ofType: TypeMemory) => boolean): readonly string[] {
    return [...this.#types].flatMap(([type, ofType]) => (isWanted(ofType) ? [type] : [])).sort(compareText);
  }

  /** Call with how many facts were visible before. */
  #counted(ofType: TypeMemory, before: number, effect: Effect): Effect {
    this.#count += ofType.table.size - before;
    assert(this.#count >= 0, 'the count of visible facts is never negative');
    return effect;
  }
}

function entriesOf(
  { type, key }: FactIdentity,
  { supports, retractions, overlays }: Records,
): readonly RecordEntry[] {
  return [
    ...supports.map(({ rule, priority, instance, fact }) => {
      return { kind: 'support' as const, type, key, rule, priority, instance, fact };
    }),
    ...retractions.map(({ rule, priority, instance }) => {
      return { kind: 'retraction' as const, type, key, rule, priority, instance };
    }),
    ...overlays.map((overlay) => ({ kind: 'overlay' as const, type, key, ...overlay })),
  ];
}
