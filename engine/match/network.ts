/**
 * What a session keeps of the loops of its rules. Code asks it at every loop which facts to look at: those of an index, those
 * that a kept loop has found, the one fact that `per_fact` shows, or all of them. The loop then runs as it stands, so the network can
 * leave facts out, but never decides anything by itself.
 */
import type { Fact } from '../fact.ts';
import type { Folded, Machine, View } from '../vm/machine.ts';
import type { Value, ValueRecord } from '../value.ts';
import type { Reader } from './cell.ts';
import { FactIndex } from './fact-index.ts';
import type { FactTable } from './fact-table.ts';
import { KeptLoop, type Runner } from './kept-loop.ts';
import { type KeySource, readSource } from './key-source.ts';
import type { Skip } from './access.ts';
import type { LoopPlan, Reads, UnitPlan } from './loop-plans.ts';

/** Where the facts of a type are, as a rule sees them that has its own doings left out; empty for all others. */
export type Tables = (type: string, lens: string) => FactTable;

/** A rule that does not see its own doings, and the type that it does them to. */
export interface Lens {
  readonly rule: string;
  readonly type: string;
}

export const NO_LENS: Lens = { rule: '', type: '' };

/** A loop in a session. */
export interface Bound {
  readonly plan: LoopPlan;
  readonly table: FactTable;
  readonly eyes: string;
  readonly kept: KeptLoop | null;
  readonly index: FactIndex | null;
  readonly sources: readonly KeySource[];
  readonly skip: Skip | null;
}

const NO_SOURCES: readonly KeySource[] = [];

export class Network implements View, Runner {
  context: ValueRecord = Object.create(null);
  /** In ms. */
  now = 0;
  nowSeconds = 0;
  round = 0;
  readonly machine: Machine;
  readonly #tables: Tables;
  readonly #bound = new Map<number, Bound>();
  readonly #indexes = new Map<FactTable, Map<string, FactIndex>>();
  /** Inner loops before outer ones. */
  readonly #kept = new Map<string, KeptLoop>();
  /** Those that read more than facts. */
  readonly #readingMore: KeptLoop[] = [];
  /** What the loop that has asked last may pass over. */
  skip: Skip | null = null;
  #reader: Reader | null = null;
  #lens: Lens = NO_LENS;
  #narrowed: Fact | null = null;

  constructor(machine: Machine, tables: Tables) {
    this.machine = machine;
    this.#tables = tables;
  }

  /** The code of a rule; that of a segment sees what everybody sees. Returns its loops in their order. */
  bind(unit: UnitPlan, lens: Lens): readonly Bound[] {
    return unit.map((plan) => {
      const bound = this.#bindLoop(plan, lens);
      this.#bound.set(plan.loop.start, bound);
      return bound;
    });
  }

  /** From here on code runs for a rule, with its eyes. */
  lookAs(lens: Lens): void {
    this.#lens = lens;
  }

  begin(reader: Reader | null, narrowed: Fact | null = null): void {
    this.#reader = reader;
    this.#narrowed = narrowed;
    this.machine.renew();
  }

  /** What has changed beside facts. */
  invalidate(changed: Reads): void {
    for (const kept of this.#readingMore) if (concerns(kept.plan.reads, changed)) kept.invalidate();
  }

  /** Before rules are evaluated. */
  refresh(): void {
    for (const kept of this.#kept.values()) kept.refresh();
    this.#reader = null;
  }

  facts(type: string, at: number): readonly Fact[] {
    this.skip = null;
    if (this.#narrowed !== null && type === this.#narrowed.type) return [this.#narrowed];
    const bound = this.#seen(at);
    if (bound?.index) {
      const found = bound.index.find(this.#valuesOf(bound.sources), this.#reader);
      if (bound.index.isExact) this.skip = bound.skip;
      return found;
    }
    if (bound?.kept) {
      this.#reader?.read(bound.kept);
      return bound.kept.facts;
    }
    const table = bound?.table ?? this.#tables(type, this.#lensOn(type));
    this.#reader?.read(table);
    return table.all;
  }

  fold(at: number): Folded | undefined {
    const bound = this.#seen(at);
    if (!bound?.kept || bound.table.type === this.#narrowed?.type) return undefined;
    const { value } = bound.kept;
    if (value === undefined) return undefined;
    this.#reader?.read(bound.kept);
    return { value, end: bound.plan.loop.end };
  }

  /** A segment sees what everybody sees: for a rule that does not it goes through all facts. */
  #seen(at: number): Bound | undefined {
    const bound = this.#bound.get(at);
    return bound === undefined || this.#lens === NO_LENS || bound.eyes === eyesOf(bound.plan, this.#lens)
      ? bound
      : undefined;
  }

  #lensOn(type: string): string {
    return this.#lens.type === type ? this.#lens.rule : '';
  }

  #valuesOf(sources: readonly KeySource[]): readonly Value[] {
    return sources.map((source) => readSource(this.machine, source));
  }

  #bindLoop(plan: LoopPlan, lens: Lens): Bound {
    const { access, loop } = plan;
    const table = this.#tables(loop.type, lens.type === loop.type ? lens.rule : '');
    const eyes = eyesOf(plan, lens);
    const kept = access.kind === 'kept' ? this.#keep(plan, table, eyes) : null;
    if (access.kind !== 'keyed')
      return { plan, table, eyes, kept, index: null, sources: NO_SOURCES, skip: null };
    return {
      plan,
      table,
      eyes,
      kept,
      index: this.#indexOf(table, access.fields),
      sources: access.sources,
      skip: access.skip,
    };
  }

  #keep(plan: LoopPlan, table: FactTable, eyes: string): KeptLoop {
    const name = `${eyes}\0${plan.words}`;
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const kept = new KeptLoop(plan, table, this);
    const { context, clock, round } = plan.reads;
    this.#kept.set(name, kept);
    if (context || clock || round) this.#readingMore.push(kept);
    return kept;
  }

  #indexOf(table: FactTable, fields: readonly string[]): FactIndex {
    const name = fields.join('\0');
    const ofTable = this.#indexes.get(table) ?? new Map<string, FactIndex>();
    const known = ofTable.get(name) ?? new FactIndex(table, fields);
    this.#indexes.set(table, ofTable.set(name, known));
    return known;
  }
}

/** Whose eyes a loop needs: those of a rule that does something to a type that the loop reads. */
function eyesOf({ types }: LoopPlan, lens: Lens): string {
  return types.includes(lens.type) ? lens.rule : '';
}

export function concerns(reads: Reads, changed: Reads): boolean {
  return (
    (reads.context && changed.context) || (reads.clock && changed.clock) || (reads.round && changed.round)
  );
}
