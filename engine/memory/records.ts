/**
 * What rules hold against a fact: supports, retractions and overlays, each of one rule for one instance (decision 0013), and the fact
 * that is visible in the end.
 */
import { bareRecord } from '../bare.ts';
import { Fact } from '../fact.ts';
import { compareText, equalValues, type Value, type ValueRecord } from '../value.ts';

const NONE: readonly never[] = [];

/** Whose doing a record is. */
export interface Source {
  readonly rule: string;
  readonly priority: number;
  /** Key of the fact that a `per_fact` rule has matched, else empty. */
  readonly instance: string;
}

/** A claim that a fact holds. */
export interface Support extends Source {
  readonly fact: Fact;
}

/** Fields that are laid over a fact. */
export interface Overlay extends Source {
  readonly fields: ValueRecord;
}

/** Of one identity, each list in its order; a fact that no rule touches has none. Lists are replaced, and shared while empty. */
export class Records {
  /** The winner stands first: the highest priority, then the smallest name and instance. */
  supports: readonly Support[] = NONE;
  retractions: readonly Source[] = NONE;
  /** The winner writes last. */
  overlays: readonly Overlay[] = NONE;

  /** With one support, or none. */
  static of(support?: Support): Records {
    const records = new Records();
    if (support !== undefined) records.supports = [support];
    return records;
  }

  get isEmpty(): boolean {
    return this.supports.length + this.retractions.length + this.overlays.length === 0;
  }

  /** In place of the one of its source; false where that says the same already. */
  support(support: Support): boolean {
    const present = findOf(this.supports, support);
    if (present !== undefined && equalValues(present.fact.fields, support.fact.fields)) return false;
    this.supports = withRecord(this.supports, support, bySupport);
    return true;
  }

  retract(retraction: Source): boolean {
    if (findOf(this.retractions, retraction) !== undefined) return false;
    this.retractions = withRecord(this.retractions, retraction, bySource);
    return true;
  }

  overlay(overlay: Overlay): boolean {
    const present = findOf(this.overlays, overlay);
    if (present !== undefined && equalValues(present.fields, overlay.fields)) return false;
    this.overlays = withRecord(this.overlays, overlay, byOverlay);
    return true;
  }

  /** Takes back whatever a source holds. */
  withdraw(source: Source): void {
    this.supports = without(this.supports, source);
    this.retractions = without(this.retractions, source);
    this.overlays = without(this.overlays, source);
  }

  /** Whether a rule holds anything against the fact that it does not see itself. */
  hasEffectOf(rule: string): boolean {
    return [...this.retractions, ...this.overlays].some((record) => record.rule === rule);
  }

  /** What is visible to a rule that does not see its own effects; empty for all others. */
  visible(external: Fact | undefined, unseen: string): Fact | undefined {
    const base = this.supports[0]?.fact ?? external;
    if (this.retractions.length + this.overlays.length === 0) return base;
    if (this.retractions.some(({ rule }) => rule !== unseen)) return undefined;
    const overlays = this.overlays.filter(({ rule }) => rule !== unseen);
    return base === undefined || overlays.length === 0 ? base : overlaid(base, overlays);
  }
}

function findOf<Each extends Source>(records: readonly Each[], source: Source): Each | undefined {
  return records.find((each) => isSame(each, source));
}

function withRecord<Each extends Source>(
  records: readonly Each[],
  record: Each,
  compare: (a: Each, b: Each) => number,
): readonly Each[] {
  return records.length === 0 ? [record] : [...without(records, record), record].sort(compare);
}

function without<Each extends Source>(records: readonly Each[], source: Source): readonly Each[] {
  if (records.length === 0) return records;
  const rest = records.filter((each) => !isSame(each, source));
  return rest.length === 0 ? NONE : rest;
}

function overlaid(base: Fact, overlays: readonly Overlay[]): Fact {
  const fields = bareRecord<Value>();
  for (const layer of [base.fields, ...overlays.map((overlay) => overlay.fields)])
    for (const name of Object.keys(layer)) fields[name] = layer[name] ?? null;
  return new Fact(base, fields, { at: base.assertedAt, round: base.assertedRound });
}

function isSame(a: Source, b: Source): boolean {
  return a.rule === b.rule && a.instance === b.instance;
}

function bySupport(a: Source, b: Source): number {
  return b.priority - a.priority || bySource(a, b);
}

function byOverlay(a: Source, b: Source): number {
  return a.priority - b.priority || bySource(a, b);
}

function bySource(a: Source, b: Source): number {
  return compareText(a.rule, b.rule) || compareText(a.instance, b.instance);
}
