/**
 * A session as canonical bytes: the same session gives the same bytes. What follows from the rest is left out, and made again when it
 * is asked for (`restore.ts`).
 */
import { canonicalBytes } from '../audit/canonical.ts';
import type { Fact, FactIdentity } from '../fact.ts';
import type { RecordEntry } from '../memory/working-memory.ts';
import type { ValueRecord } from '../value.ts';
import {
  type FactSnapshot,
  FORMAT,
  type MatchSnapshot,
  type RecordSnapshot,
  type RuleSnapshot,
  type Snapshot,
} from './checkpoint-shape.ts';
import type { SessionRule } from './evaluate.ts';
import type { Match } from './rule-state.ts';
import type { Session } from './session.ts';

export function checkpointSession(session: Session): Uint8Array {
  const { memory, rounds, now, isQuiet, isEnvelopeRead, envelope } = session;
  const snapshot: Snapshot = {
    format: FORMAT,
    rounds,
    now,
    isQuiet,
    isEnvelopeRead,
    envelope,
    external: memory.externalTypes().flatMap((type) => memory.external(type).map(factSnapshot)),
    records: memory.records().map(recordSnapshot),
    rules: session.rules.map((rule, position) => ruleSnapshot(rule, session.ruleSet.isAwake(position))),
    dirty: session.dirty.entries(),
  };
  return canonicalBytes(snapshot);
}

function factSnapshot({ type, key, fields, assertedAt, assertedRound }: Fact): FactSnapshot {
  return { type, key, fields, at: assertedAt, round: assertedRound };
}

const NO_FIELDS: ValueRecord = Object.freeze(Object.create(null));

function recordSnapshot(entry: RecordEntry): RecordSnapshot {
  const { kind, type, key, rule, priority, instance } = entry;
  const base = { kind, type, key, rule, priority, instance, fields: NO_FIELDS, at: 0, round: 0 };
  if (entry.kind === 'overlay') return { ...base, fields: entry.fields };
  if (entry.kind === 'retraction') return base;
  const { fields, assertedAt, assertedRound } = entry.fact;
  return { ...base, fields, at: assertedAt, round: assertedRound };
}

function ruleSnapshot({ plan, state, governed }: SessionRule, isAwake: boolean): RuleSnapshot {
  const { result, isDeferred, lastEmittedAt, gateTrap } = state;
  const byInstance = state.instances.applied().toSorted((a, b) => (a.instance < b.instance ? -1 : 1));
  return {
    name: plan.rule.name,
    override: governed.override,
    isAwake,
    result,
    isDeferred,
    lastEmittedAt,
    gateTrap,
    clauses: state.clauses.map(({ since, cycles, held }) => ({
      since,
      cycles,
      held: held === null ? null : matchSnapshot(held),
    })),
    matches: byInstance.map(matchSnapshot),
    trapped: [...state.trapped].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    waiting: [...state.unsettled].toSorted(),
  };
}

function matchSnapshot({ instance, params, identity, facts }: Match): MatchSnapshot {
  return {
    instance,
    params,
    identity: identity && identitySnapshot(identity),
    facts: facts.map(identitySnapshot),
  };
}

function identitySnapshot({ type, key }: FactIdentity): FactIdentity {
  return { type, key };
}
