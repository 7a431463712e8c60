/** The visible facts of a session as data, and how two such views differ. */
import type { FactIdentity } from '../fact.ts';
import { compareText, equalValues, type ValueRecord } from '../value.ts';
import type { Session } from './session.ts';

export interface VisibleFact extends FactIdentity {
  readonly fields: ValueRecord;
  /** Rules that support it, sorted; empty for a fact from outside. */
  readonly derivedBy: readonly string[];
  /** Milliseconds since the epoch. */
  readonly assertedAt: number;
  readonly assertedRound: number;
}

export interface SessionSnapshot {
  /** Milliseconds since the epoch; −1 before the first run. */
  readonly now: number;
  readonly rounds: number;
  /** By type and key. */
  readonly facts: readonly VisibleFact[];
}

export interface SessionDelta {
  readonly added: readonly VisibleFact[];
  /** With other fields; as they are now. */
  readonly changed: readonly VisibleFact[];
  readonly removed: readonly FactIdentity[];
}

export function snapshotOf({ memory, now, rounds }: Session): SessionSnapshot {
  const facts = memory.types().flatMap((type) =>
    memory.facts(type).map(({ key, fields, assertedAt, assertedRound }) => {
      const supports = memory.recordsOf({ type, key })?.supports ?? [];
      const derivedBy = [...new Set(supports.map(({ rule }) => rule))].sort(compareText);
      return { type, key, fields, derivedBy, assertedAt, assertedRound };
    }),
  );
  return { now, rounds, facts };
}

export function deltaOf(before: SessionSnapshot, after: SessionSnapshot): SessionDelta {
  const known = new Map(before.facts.map((fact) => [nameOf(fact), fact]));
  const present = new Set(after.facts.map(nameOf));
  return {
    added: after.facts.filter((fact) => !known.has(nameOf(fact))),
    changed: after.facts.filter((fact) => {
      const earlier = known.get(nameOf(fact));
      return earlier !== undefined && !equalValues(earlier.fields, fact.fields);
    }),
    removed: before.facts.flatMap((fact) =>
      present.has(nameOf(fact)) ? [] : { type: fact.type, key: fact.key },
    ),
  };
}

function nameOf({ type, key }: FactIdentity): string {
  return `${type}\0${key}`;
}
