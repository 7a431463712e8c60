/**
 * One round: every rule that has a reason to run is evaluated against the same memory, in running order; then what they gained and lost
 * is applied in that order.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { assert } from '../assert.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Support } from '../memory/records.ts';
import type { Effect } from '../memory/working-memory.ts';
import { isRecord, type ValueRecord } from '../value.ts';
import type { DirtyTypes } from './dirty.ts';
import { supportOutcome, withdrawOutcome } from './emission.ts';
import { type Delta, evaluateRule, type SessionRule } from './evaluate.ts';
import type { Match } from './rule-state.ts';
import type { Session } from './session.ts';
import type { Activation } from './step.ts';
import { isCounting } from './temporal.ts';

export interface Causes {
  /** The session's first round, or a new envelope: every rule runs. */
  readonly everything: boolean;
  readonly clockMoved: boolean;
  /** The round before had no mutations, so those that wait for that run. */
  readonly isQuiet: boolean;
}

export interface Round {
  readonly activations: readonly Activation[];
  readonly mutations: number;
}

interface Evaluated {
  readonly own: SessionRule;
  readonly delta: Delta;
}

export function runRound(session: Session, causes: Causes): Round {
  const woken = new Waking(session, causes);
  session.network.refresh();
  const evaluated: Evaluated[] = [];
  for (const [position, own] of session.rules.entries()) {
    if (!woken.wakes(position, own)) continue;
    const { result } = own.state;
    const delta = evaluateRule(session, own, woken.contestedBy(own));
    if (own.state.result !== result) woken.turned.add(own.plan.rule.name);
    if (delta.gained.length + delta.lost.length > 0) evaluated.push({ own, delta });
    woken.contest(own, delta);
  }
  const activations: Activation[] = [];
  let mutations = 0;
  for (const each of evaluated) mutations += apply(session, each, activations);
  return { activations, mutations };
}

/** Which rules have a reason to run in a round. */
class Waking {
  /** Rules whose result has turned in this round. */
  readonly turned = new Set<string>();
  readonly #session: Session;
  readonly #causes: Causes;
  readonly #dirty: DirtyTypes;
  readonly #byFacts: ReadonlySet<number>;
  /** By group, the instances whose matches have changed in this round. */
  readonly #contested = new Map<string, string[]>();

  constructor(session: Session, causes: Causes) {
    this.#session = session;
    this.#causes = causes;
    this.#dirty = session.dirty.take();
    this.#byFacts = readersOf(session, this.#dirty);
  }

  /** One that is stable and may not run yet is put off. */
  wakes(position: number, own: SessionRule): boolean {
    const { plan, state } = own;
    if (!this.#hasReason(position, own) && !state.isDeferred) return false;
    state.isDeferred = plan.rule.stable && !this.#causes.isQuiet;
    return !state.isDeferred;
  }

  contestedBy({ plan }: SessionRule): readonly string[] {
    return this.#contested.get(plan.rule.activationGroup) ?? [];
  }

  /** Others may have what it has no longer, and may not what it has now. */
  contest({ plan }: SessionRule, { gained, lost }: Delta): void {
    const { activationGroup } = plan.rule;
    if (activationGroup === '') return;
    const kept = new Set(gained.map(({ instance }) => instance));
    const left = lost.flatMap(({ instance }) => (kept.delete(instance) ? [] : [instance]));
    if (kept.size + left.length === 0) return;
    this.#contested.set(activationGroup, [...(this.#contested.get(activationGroup) ?? []), ...kept, ...left]);
  }

  #hasReason(position: number, own: SessionRule): boolean {
    const { rule, wakesWithClock } = own.plan;
    const { everything, clockMoved } = this.#causes;
    if (everything || rule.readsRound || this.#session.isAwake(position) || counts(own)) return true;
    if (clockMoved && wakesWithClock) return true;
    const { requires, excludes } = rule.governance;
    if (this.turned.size > 0 && [...requires, ...excludes].some((name) => this.turned.has(name))) return true;
    if (this.#contested.has(rule.activationGroup)) return true;
    return this.#byFacts.has(position) && !sleepsThrough(rule, this.#dirty);
  }
}

/** Whether a clause of it has to be asked again in the next round. */
export function counts({ plan, state }: SessionRule): boolean {
  return plan.clauses.some((clause, at) => {
    const own = state.clauses[at];
    return own !== undefined && isCounting(clause, own);
  });
}

/** Positions of the rules that read what is dirty. */
export function readersOf({ plan }: Session, dirty: DirtyTypes): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const type of dirty.types)
    for (const position of plan.readers.get(type) ?? []) positions.add(position);
  return positions;
}

/** What a `no_loop` rule alone has changed does not wake it. */
export function sleepsThrough({ noLoop, name, factTypes }: CompiledExpertRule, dirty: DirtyTypes): boolean {
  return noLoop && dirty.isOnlyCause(name, factTypes);
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
  if (state.matches.get(instance)?.identity?.key === identity.key) return false;
  return session.note(identity.type, plan.rule.name, session.memory.withdraw(identity, match));
}
