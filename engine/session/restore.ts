/**
 * Sessions from checkpoints. `restore ∘ checkpoint` is the identity to the byte, so a restored session decides exactly as the one that
 * wrote the checkpoint would have. Bytes from disk are untrusted: there is a reason instead of a session when they do not fit.
 */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { bareRecord } from '../bare.ts';
import { Fact } from '../fact.ts';
import { valueFromJson } from '../json.ts';
import { Few } from '../match/few.ts';
import { equalValues, isRecord, type Value, type ValueRecord } from '../value.ts';
import {
  type FactSnapshot,
  FORMAT,
  isSnapshot,
  type MatchSnapshot,
  type RecordSnapshot,
  type RuleSnapshot,
} from './checkpoint-shape.ts';
import { outcomeId } from './emission.ts';
import type { SessionRule } from './evaluate.ts';
import { govern } from './gating.ts';
import type { Match, RuleState } from './rule-state.ts';
import { Session, type SessionOptions } from './session.ts';

export type Restored =
  | { readonly kind: 'restored'; readonly session: Session }
  | { readonly kind: 'refused'; readonly reason: string };

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
    if (rule.isAwake) session.ruleSet.wake(position);
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
  state.instances.apply(match.instance, match);
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
