/**
 * One round: every rule that has a reason to run is evaluated against the same memory, in running order; then what they gained and lost
 * is applied in that order.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { assert } from '../assert.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Support } from '../memory/records.ts';
import type { Effect } from '../memory/type-memory.ts';
import { isRecord, type ValueRecord } from '../value.ts';
import { append } from '../append.ts';
import { supportOutcome, withdrawOutcome } from './emission.ts';
import { type Delta, evaluateRule, type SessionRule } from './evaluate.ts';
import type { Match } from './rule-state.ts';
import type { Session } from './session.ts';
import type { Activation } from './step.ts';
import { type Causes, Waking } from './waking.ts';

interface Evaluated {
  readonly own: SessionRule;
  readonly delta: Delta;
}

const NOTHING: readonly Evaluated[] = [];

/** Adds what has fired; returns how many facts look otherwise. */
export function runRound(session: Session, causes: Causes, activations: Activation[]): number {
  const waking = new Waking(session, causes);
  session.network.refresh();
  let evaluated: Evaluated[] | null = null;
  const { rules } = session;
  for (let position = 0; position < rules.length; position++) {
    const own = rules[position];
    if (own === undefined || !waking.wakes(position, own)) continue;
    const { result } = own.state;
    const delta = evaluateRule(session, own, waking.contestedBy(own));
    if (own.state.result !== result) waking.turn(own.plan.rule.name);
    if (delta.gained.length + delta.lost.length === 0) continue;
    evaluated = append(evaluated, { own, delta });
    waking.contest(own, delta);
  }
  let mutations = 0;
  for (const each of evaluated ?? NOTHING) mutations += apply(session, each, activations);
  return mutations;
}

/** How many facts look otherwise. */
function apply(session: Session, { own, delta }: Evaluated, activations: Activation[]): number {
  const { rule } = own.plan;
  let mutations = 0;
  for (const match of delta.gained) {
    const changed = applyMatch(session, own, match);
    if (changed && match.identity !== null) mutations += 1;
    activations.push({
      round: session.rounds,
      rule: rule.name,
      kind: rule.effect,
      target: rule.then.name,
      key: match.identity?.key ?? '',
      params: match.params,
      changed,
      arbitrace: changed ? delta.trace.of(own.matcher.conditionOf(match.instance)) : [],
    });
  }
  for (const match of delta.lost) if (withdraw(session, own, match)) mutations += 1;
  return mutations;
}

function applyMatch(session: Session, own: SessionRule, match: Match): boolean {
  const { identity } = match;
  if (identity === null) return supportOutcome(own.state, match);
  return session.note(identity.type, own.plan.rule.name, hold(session, own.plan.rule, match, identity));
}

/** A match that is applied later than it was made is a fact of the later moment. */
function hold(
  { memory, now, rounds }: Session,
  { effect }: CompiledExpertRule,
  match: Match,
  identity: FactIdentity,
): Effect {
  if (effect === 'retract') return memory.retract(identity, match);
  const { rule, priority, instance, params } = match;
  if (effect === 'modify')
    return memory.overlay(identity, { rule, priority, instance, fields: overlayOf(params) });
  if (isFresh(match, { now, rounds })) return memory.support(match);
  const fact = new Fact(identity, params, { at: now, round: rounds });
  return memory.support({ rule, priority, instance, fact });
}

/** Whether it was made in this very round, its fact with it. */
function isFresh(match: Match, { now, rounds }: Pick<Session, 'now' | 'rounds'>): match is Match & Support {
  return match.fact?.assertedAt === now && match.fact.assertedRound === rounds;
}

/** A `modify` shows its key beside the fields that it lays over the fact. */
function overlayOf(params: ValueRecord): ValueRecord {
  const fields = params['set'] ?? null;
  assert(isRecord(fields), 'a match of a modify has fields to set');
  return fields;
}

/** What a match that is gone held, unless the instance now holds something else for the same fact. */
function withdraw(session: Session, { plan, state }: SessionRule, match: Match): boolean {
  const { identity, instance } = match;
  if (identity === null) {
    withdrawOutcome(state, match);
    return false;
  }
  if (state.instances.appliedTo(instance)?.identity?.key === identity.key) return false;
  return session.note(identity.type, plan.rule.name, session.memory.withdraw(identity, match));
}
