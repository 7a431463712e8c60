/**
 * Checkpoints: a session as canonical bytes, and back. `restore ∘ checkpoint` is the identity to the byte, so a restored session
 * decides exactly as the one that wrote the checkpoint would have. What follows from the rest is left out and made again when it
 * is asked for. Bytes from disk are untrusted: `restoreSession` returns a reason instead of a session when they do not fit.
 */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { bareRecord } from '../bare.ts';
import { canonicalBytes } from '../audit/canonical.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Override } from '../govern/overrides.ts';
import { valueFromJson } from '../json.ts';
import { Few } from '../match/few.ts';
import type { RecordEntry } from '../memory/working-memory.ts';
import { equalValues, isRecord, type Value, type ValueRecord } from '../value.ts';
import { FORMAT, isSnapshot } from './checkpoint-shape.ts';
import { outcomeId } from './emission.ts';
import { govern, type SessionRule } from './evaluate.ts';
import type { Match, RuleState } from './rule-state.ts';
import type { ClauseState } from './temporal.ts';
import { Session, type SessionOptions } from './session.ts';

export interface FactSnapshot extends FactIdentity {
  readonly fields: ValueRecord;
  readonly at: number;
  readonly round: number;
}

export interface RecordSnapshot extends FactIdentity {
  readonly kind: RecordEntry['kind'];
  readonly rule: string;
  readonly priority: number;
  readonly instance: string;
  /** Of a support and of an overlay. */
  readonly fields: ValueRecord;
  /** Of a support. */
  readonly at: number;
  readonly round: number;
}

export interface MatchSnapshot extends Pick<Match, 'instance' | 'params'> {
  readonly identity: FactIdentity | null;
  readonly facts: readonly FactIdentity[];
}

export interface ClauseSnapshot extends Omit<ClauseState, 'held'> {
  readonly held: MatchSnapshot | null;
}

type Scalars = Pick<RuleState, 'result' | 'isDeferred' | 'lastEmittedAt' | 'gateTrap'>;

export interface RuleSnapshot extends Scalars {
  readonly name: string;
  readonly override: Override;
  readonly isAwake: boolean;
  readonly clauses: readonly ClauseSnapshot[];
  readonly matches: readonly MatchSnapshot[];
  readonly trapped: readonly (readonly [instance: string, message: string])[];
  /** Of the outcomes that are supported and wait, see `outcomeId`. */
  readonly waiting: readonly string[];
}

export interface Snapshot {
  readonly format: number;
  readonly rounds: number;
  readonly now: number;
  readonly isQuiet: boolean;
  readonly isEnvelopeRead: boolean;
  readonly envelope: ValueRecord;
  readonly external: readonly FactSnapshot[];
  readonly records: readonly RecordSnapshot[];
  readonly rules: readonly RuleSnapshot[];
  readonly dirty: readonly (readonly [type: string, causes: readonly string[]])[];
}

export type Restored =
  | { readonly kind: 'restored'; readonly session: Session }
  | { readonly kind: 'refused'; readonly reason: string };

export function checkpointSession(session: Session): Uint8Array {
  const { memory, rounds, now, isQuiet, isEnvelopeRead, envelope } = session;
  const awake = new Set(session.awake);
  const snapshot: Snapshot = {
    format: FORMAT,
    rounds,
    now,
    isQuiet,
    isEnvelopeRead,
    envelope,
    external: memory.externalTypes().flatMap((type) => memory.external(type).map(factSnapshot)),
    records: memory.records().map(recordSnapshot),
    rules: session.rules.map((rule, position) => ruleSnapshot(rule, awake.has(position))),
    dirty: session.dirty.entries(),
  };
  return canonicalBytes(snapshot);
}

/** `json` is the parsed checkpoint; parsing bytes is the caller's border. Options that are given win over what was stored. */
export function restoreSession(program: Program, json: unknown, options: SessionOptions = {}): Restored {
  if (!isSnapshot(json))
    return { kind: 'refused', reason: `the checkpoint does not have the shape of format ${FORMAT}` };
  const envelope = recordOf(json.envelope);
  const session = new Session(program, { ...options, envelope, overrides: {} });
  for (const fact of json.external) session.memory.assertExternal(restoreFact(fact));
  for (const record of json.records) restoreRecord(session, record);
  session.memory.takeChanges();
  for (const [type, causes] of json.dirty) for (const cause of causes) session.dirty.mark(type, cause);
  for (const rule of json.rules) {
    const position = session.rules.findIndex(({ plan }) => plan.rule.name === rule.name);
    const own = session.rules[position];
    if (own === undefined) return { kind: 'refused', reason: `the program has no rule \`${rule.name}\`` };
    own.governed = govern(own.plan.rule, rule.override);
    restoreRule(own, rule);
    if (rule.isAwake) session.wake(position);
  }
  const unknown = session.rules.find(({ plan }) => json.rules.every(({ name }) => name !== plan.rule.name));
  if (unknown !== undefined)
    return { kind: 'refused', reason: `it knows no rule \`${unknown.plan.rule.name}\` of the program` };
  session.resume(json);
  if (options.overrides !== undefined) session.setOverrides(options.overrides);
  if (options.envelope !== undefined && !equalValues(options.envelope, envelope))
    session.setEnvelope(options.envelope);
  return { kind: 'restored', session };
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
  const byInstance = [...state.matches.values()].toSorted((a, b) => (a.instance < b.instance ? -1 : 1));
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

function restoreFact({ type, key, fields, at, round }: FactSnapshot): Fact {
  return new Fact({ type, key }, recordOf(fields), { at, round });
}

function restoreRecord({ memory }: Session, snapshot: RecordSnapshot): void {
  const { kind, type, key, rule, priority, instance } = snapshot;
  const source = { rule, priority, instance };
  if (kind === 'support') memory.support({ ...source, fact: restoreFact(snapshot) });
  else if (kind === 'overlay')
    memory.overlay({ type, key }, { ...source, fields: recordOf(snapshot.fields) });
  else memory.retract({ type, key }, source);
}

function restoreRule({ plan, state }: SessionRule, snapshot: RuleSnapshot): void {
  const { result, isDeferred, lastEmittedAt, gateTrap } = snapshot;
  Object.assign(state, { result, isDeferred, lastEmittedAt, gateTrap });
  for (const [at, clause] of state.clauses.entries()) {
    const { since = null, cycles = 0, held = null } = snapshot.clauses[at] ?? {};
    Object.assign(clause, { since, cycles, held: held === null ? null : restoreMatch(held, plan.rule) });
  }
  for (const [instance, message] of snapshot.trapped) state.trapped.set(instance, message);
  for (const id of snapshot.waiting) state.unsettled.add(id);
  for (const match of snapshot.matches) restoreSupport(state, restoreMatch(match, plan.rule));
}

function restoreSupport(state: RuleState, match: Match): void {
  state.matches.set(match.instance, match);
  if (match.identity !== null) return;
  const { outcome: id } = match;
  const isEmitted = !state.unsettled.has(id);
  const outcome = state.supported.get(id) ?? {
    params: match.params,
    emitted: isEmitted,
    instances: new Few(),
  };
  outcome.instances.add(match.instance);
  state.supported.set(id, outcome);
}

function restoreMatch(snapshot: MatchSnapshot, declared: CompiledExpertRule): Match {
  const { name: rule, priority } = declared;
  const { instance, params, identity, facts } = snapshot;
  const own = identity === null ? inOrderOf(declared, recordOf(params)) : recordOf(params);
  const outcome = identity === null ? outcomeId(declared, own) : '';
  return { rule, priority, instance, outcome, params: own, identity, fact: null, facts };
}

/** A checkpoint has names in order of their text, an outcome as the rule has them. */
function inOrderOf({ then }: CompiledExpertRule, params: ValueRecord): ValueRecord {
  const own = bareRecord<Value>();
  for (const { name } of then.params) own[name] = params[name] ?? null;
  return own;
}

/** Parsed JSON has ordinary prototypes; values of the engine have none. */
function recordOf(raw: ValueRecord): ValueRecord {
  const value = valueFromJson(raw);
  return value !== undefined && isRecord(value) ? value : Object.create(null);
}
