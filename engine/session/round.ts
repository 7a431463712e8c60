/**
 * One round: every rule that may have changed is evaluated against the same memory, in running order; then their
 * assertions are applied in that order and supports that were not confirmed are withdrawn.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { assert } from '../assert.ts';
import { Fact } from '../fact.ts';
import { Arbitrace } from '../govern/trace.ts';
import type { DirtyTypes } from './dirty.ts';
import { type Evaluator, evaluateRule } from './evaluate.ts';
import type { Match, RuleState } from './rule-state.ts';
import type { Session } from './session.ts';
import type { Activation } from './step.ts';
import { applyTemporal } from './temporal.ts';

export interface Causes {
  /** The session's first round: nothing has been evaluated yet. */
  readonly everything: boolean;
  readonly clockMoved: boolean;
}

export interface Round {
  readonly activations: readonly Activation[];
  readonly mutations: number;
}

interface Evaluated {
  readonly rule: CompiledExpertRule;
  readonly state: RuleState;
  /** Matches of the evaluation before. */
  readonly before: readonly Match[];
  readonly trace: Arbitrace;
}

export function runRound(session: Session, evaluator: Evaluator, causes: Causes): Round {
  const dirty = session.dirty.take();
  const turned = new Set<string>();
  const evaluated: Evaluated[] = [];
  for (const rule of session.rules) {
    const state = session.states.get(rule.name);
    if (state === undefined) continue;
    if (!(state.stale || mayHaveChanged(rule, causes, dirty, turned))) continue;
    const result = state.result;
    evaluated.push(evaluate(session, evaluator, rule, state));
    if (state.result !== result) turned.add(rule.name);
  }
  const applied = evaluated.map((entry) => apply(session, entry));
  return {
    activations: applied.flatMap((result) => result.activations),
    mutations: applied.reduce((sum, result) => sum + result.mutations, 0),
  };
}

function mayHaveChanged(
  rule: CompiledExpertRule,
  { everything, clockMoved }: Causes,
  dirty: DirtyTypes,
  turned: ReadonlySet<string>,
): boolean {
  if (everything || rule.readsRound) return true;
  if (clockMoved && (rule.readsClock || rule.forMs > 0 || rule.withinMs > 0)) return true;
  const { requires, excludes } = rule.governance;
  if (requires.some((name) => turned.has(name)) || excludes.some((name) => turned.has(name))) return true;
  return isWokenBy(rule, dirty);
}

/** Whether a change of facts makes the rule run: a `no_loop` rule sleeps through what it alone has changed. */
export function isWokenBy(rule: CompiledExpertRule, dirty: DirtyTypes): boolean {
  if (!dirty.concerns(rule.factTypes)) return false;
  return !(rule.noLoop && dirty.isOnlyCause(rule.name, rule.factTypes));
}

function evaluate(
  session: Session,
  evaluator: Evaluator,
  rule: CompiledExpertRule,
  state: RuleState,
): Evaluated {
  const trace = new Arbitrace({ scope: 'expert', subject: rule.name, span: rule.span });
  const before = state.matches;
  const raw = evaluateRule(evaluator, rule, trace);
  state.stale = evaluator.machine.faultAt >= 0;
  const { matches, disposition } = applyTemporal(rule, state, raw, session.now);
  if (rule.forMs > 0 || rule.withinMs > 0) {
    const check = rule.forMs > 0 ? `for ${rule.forMs} ms` : `within ${rule.withinMs} ms`;
    trace.record({
      check,
      phase: 'match',
      kind: 'temporal',
      disposition,
      detail: `condition -> ${raw.length > 0}`,
    });
  }
  state.matches = matches;
  state.result = matches.length > 0;
  return { rule, state, before, trace };
}

function apply(session: Session, { rule, state, before, trace }: Evaluated): Round {
  const activations: Activation[] = [];
  let mutations = 0;
  for (const match of state.matches) {
    const isNew = !before.some((earlier) => earlier.id === match.id);
    const changed =
      rule.effect === 'assert' ? assertMatch(session, rule, match) : isNew && !state.supported.has(match.id);
    if (changed && rule.effect === 'assert') mutations += 1;
    activations.push({
      round: session.rounds,
      rule: rule.name,
      kind: kindOf(rule),
      target: rule.then.name,
      params: match.params,
      changed,
      arbitrace: changed ? trace.steps : [],
    });
  }
  if (rule.effect === 'assert') mutations += withdrawLost(session, rule, before, state.matches);
  return { activations, mutations };
}

/** A program with another effect does not start: see `unsupported`. */
function kindOf({ effect }: CompiledExpertRule): Activation['kind'] {
  assert(effect === 'assert' || effect === 'emit', 'the effect is one that sessions have');
  return effect;
}

function assertMatch(session: Session, rule: CompiledExpertRule, match: Match): boolean {
  if (match.identity === null) return false;
  const fact = new Fact(match.identity, match.params, { at: session.now, round: session.rounds });
  const changed = session.memory.support({ rule: rule.name, priority: rule.priority, fact });
  if (changed) session.dirty.mark(fact.type, rule.name);
  return changed;
}

/** Loss of support counts towards the limits like any other change. */
function withdrawLost(
  session: Session,
  rule: CompiledExpertRule,
  before: readonly Match[],
  after: readonly Match[],
): number {
  let mutations = 0;
  for (const { identity } of before) {
    if (identity === null || after.some((match) => isSame(match, identity))) continue;
    if (!session.memory.withdraw(identity, rule.name)) continue;
    session.dirty.mark(identity.type, rule.name);
    mutations += 1;
  }
  return mutations;
}

function isSame(match: Match, identity: { readonly type: string; readonly key: string }): boolean {
  return match.identity?.type === identity.type && match.identity.key === identity.key;
}
