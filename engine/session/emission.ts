/**
 * Edge-triggered outcomes (decision 28): an outcome is emitted when it becomes supported, not again while it stays so, and again after
 * support was lost. Edges are taken at quiescence, between the ends of two runs, so an outcome that a later round takes back was never
 * emitted, and support that is lost and regained within a run is no new edge. A cooldown delays emission; it withdraws nothing.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { canonicalText } from '../audit/canonical.ts';
import { Few } from '../match/few.ts';
import { compareText, type ValueRecord } from '../value.ts';
import { append } from '../append.ts';
import type { Match, RuleState, SupportedOutcome } from './rule-state.ts';
import type { Outcome } from './step.ts';

const NONE: readonly Outcome[] = [];

/**
 * What tells the outcomes of one rule apart: its params in the order in which the rule has them, because a checkpoint has them in
 * another. Only values that are no plain ones need their canonical text.
 */
export function outcomeId({ then }: CompiledExpertRule, params: ValueRecord): string {
  let id = '';
  for (const { name } of then.params) {
    const value = params[name] ?? null;
    if (typeof value === 'string') id += `${value.length}:${value}`;
    else id += typeof value === 'number' ? `#${value}` : `${canonicalText(value)};`;
  }
  return id;
}

/** Whether the outcome was not supported before in this run. */
export function supportOutcome(
  { supported, unsettled }: RuleState,
  { params, instance, outcome: id }: Match,
): boolean {
  const known = supported.get(id);
  const outcome = known ?? { params, emitted: false, instances: new Few<string>() };
  outcome.instances.add(instance);
  if (known !== undefined) return false;
  supported.set(id, outcome);
  unsettled.add(id);
  return true;
}

/** It is forgotten at the end of the run. */
export function withdrawOutcome({ supported, unsettled }: RuleState, { instance, outcome: id }: Match): void {
  supported.get(id)?.instances.delete(instance);
  unsettled.add(id);
}

/** Call at the end of a run: what is to be emitted, by instance. */
export function takeEmissions(rule: CompiledExpertRule, state: RuleState, now: number): readonly Outcome[] {
  if (state.unsettled.size === 0) return NONE;
  const waiting = settle(state);
  if (waiting.length === 0 || coolingUntil(rule, state) > now) return NONE;
  if (rule.cooldownMs > 0) state.lastEmittedAt = now;
  state.unsettled.clear();
  return inOrder(waiting).map((outcome) => {
    outcome.emitted = true;
    return { rule: rule.name, name: rule.then.name, params: outcome.params };
  });
}

/** Forgets what is no longer supported; the rest waits. */
function settle({ supported, unsettled }: RuleState): readonly SupportedOutcome[] {
  let waiting: SupportedOutcome[] | null = null;
  for (const id of unsettled) {
    const outcome = supported.get(id);
    if (outcome?.instances.size === 0) supported.delete(id);
    if (outcome === undefined || outcome.emitted || outcome.instances.size === 0) unsettled.delete(id);
    else waiting = append(waiting, outcome);
  }
  return waiting ?? [];
}

/** When a waiting outcome may be emitted; `null` when none waits. */
export function emissionDue(rule: CompiledExpertRule, state: RuleState): number | null {
  return rule.cooldownMs === 0 || state.unsettled.size === 0 ? null : coolingUntil(rule, state);
}

function coolingUntil(rule: CompiledExpertRule, state: RuleState): number {
  return state.lastEmittedAt === null ? 0 : state.lastEmittedAt + rule.cooldownMs;
}

function inOrder(outcomes: readonly SupportedOutcome[]): readonly SupportedOutcome[] {
  if (isInOrder(outcomes)) return outcomes;
  const ranked = outcomes.map((outcome) => ({ outcome, first: firstOf(outcome) }));
  return ranked.sort((a, b) => compareText(a.first, b.first)).map(({ outcome }) => outcome);
}

/** Mostly they are, because instances are evaluated in order. */
function isInOrder(outcomes: readonly SupportedOutcome[]): boolean {
  let last = '';
  return outcomes.every((outcome) => {
    const before = last;
    last = firstOf(outcome);
    return compareText(before, last) <= 0;
  });
}

/** The smallest instance that supports it. */
function firstOf({ instances }: SupportedOutcome): string {
  if (instances.only !== null) return instances.only;
  let first: string | null = null;
  instances.forEach((instance) => {
    if (first === null || compareText(instance, first) < 0) first = instance;
  });
  return first ?? '';
}
