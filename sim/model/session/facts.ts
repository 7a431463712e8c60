/** Facts as the model of a session holds them, and what rules read of one. */
import { equal, type ModelRecord, record } from '../value.ts';

export interface Identity {
  readonly type: string;
  readonly key: string;
}

export interface ModelFact extends Identity {
  readonly fields: ModelRecord;
  /** Milliseconds since the epoch. */
  readonly assertedAt: number;
  readonly assertedRound: number;
}

/** The engine's own fields hide those of the fact. */
export function readable(fact: ModelFact, nowSeconds: number): ModelRecord {
  const assertedAt = Math.floor(fact.assertedAt / 1000);
  return record([
    ...Object.entries(fact.fields),
    ['key', fact.key],
    ['type', fact.type],
    ['__round', fact.assertedRound],
    ['__asserted_at', assertedAt],
    ['__age_seconds', Math.max(0, nowSeconds - assertedAt)],
  ]);
}

export function isSame(a: Identity, b: Identity): boolean {
  return a.type === b.type && a.key === b.key;
}

/** Two sights of one identity, `null` for nothing. */
export function haveEqualFields(a: ModelFact | null, b: ModelFact | null): boolean {
  if (a === null || b === null) return a === b;
  return equal(a.fields, b.fields);
}

export function haveEqualTimes(a: ModelFact | null, b: ModelFact | null): boolean {
  return a?.assertedAt === b?.assertedAt && a?.assertedRound === b?.assertedRound;
}

/** By code point: two texts that differ do so at the first place where they do. */
export function inTextOrder(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
