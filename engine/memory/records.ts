/**
 * What rules hold against a fact: supports, retractions and overlays, each of one rule for one instance (decision 0013), and the fact
 * that is visible in the end.
 */
import { bareRecord } from '../bare.ts';
import { Fact } from '../fact.ts';
import { compareText, equalValues, type Value, type ValueRecord } from '../value.ts';

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

/** Of one identity; a fact that no rule touches has none. */
export class Records {
  readonly supports: Support[] = [];
  readonly retractions: Source[] = [];
  /** In the order in which they are laid. */
  readonly overlays: Overlay[] = [];

  get isEmpty(): boolean {
    return this.supports.length + this.retractions.length + this.overlays.length === 0;
  }

  /** Whether a rule holds anything against the fact that it does not see itself. */
  hasEffectOf(rule: string): boolean {
    return [...this.retractions, ...this.overlays].some((record) => record.rule === rule);
  }

  /** What is visible to a rule that does not see its own effects; empty for all others. */
  visible(external: Fact | undefined, unseen: string): Fact | undefined {
    if (this.retractions.some(({ rule }) => rule !== unseen)) return undefined;
    const base = this.supports[0]?.fact ?? external;
    const overlays = this.overlays.filter(({ rule }) => rule !== unseen);
    return base === undefined || overlays.length === 0 ? base : overlaid(base, overlays);
  }
}

/** In place of the one of its source; false where that says the same already. */
export function putSupport(supports: Support[], support: Support): boolean {
  const at = supports.findIndex((each) => isSame(each, support));
  const present = supports[at];
  if (present !== undefined && equalValues(present.fact.fields, support.fact.fields)) return false;
  if (present !== undefined) supports[at] = support;
  else insert(supports, support, bySupport);
  return true;
}

export function putOverlay(overlays: Overlay[], overlay: Overlay): boolean {
  const at = overlays.findIndex((each) => isSame(each, overlay));
  const present = overlays[at];
  if (present !== undefined && equalValues(present.fields, overlay.fields)) return false;
  if (present !== undefined) overlays[at] = overlay;
  else insert(overlays, overlay, byOverlay);
  return true;
}

export function putRetraction(retractions: Source[], retraction: Source): boolean {
  if (retractions.some((each) => isSame(each, retraction))) return false;
  insert(retractions, retraction, bySource);
  return true;
}

/** Whether there was one. */
export function remove(records: Source[], source: Source): boolean {
  const at = records.findIndex((each) => isSame(each, source));
  if (at >= 0) records.splice(at, 1);
  return at >= 0;
}

function overlaid(base: Fact, overlays: readonly Overlay[]): Fact {
  const fields = bareRecord<Value>();
  for (const layer of [base.fields, ...overlays.map((overlay) => overlay.fields)])
    for (const name of Object.keys(layer)) fields[name] = layer[name] ?? null;
  return new Fact(base, fields, { at: base.assertedAt, round: base.assertedRound });
}

function insert<Each>(records: Each[], record: Each, compare: (a: Each, b: Each) => number): void {
  const at = records.findIndex((each) => compare(record, each) < 0);
  records.splice(at < 0 ? records.length : at, 0, record);
}

function isSame(a: Source, b: Source): boolean {
  return a.rule === b.rule && a.instance === b.instance;
}

/** The winner stands first: the highest priority, then the smallest name and instance. */
function bySupport(a: Source, b: Source): number {
  return b.priority - a.priority || bySource(a, b);
}

/** The winner writes last. */
function byOverlay(a: Source, b: Source): number {
  return a.priority - b.priority || bySource(a, b);
}

function bySource(a: Source, b: Source): number {
  return compareText(a.rule, b.rule) || compareText(a.instance, b.instance);
}
