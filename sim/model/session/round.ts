/**
 * One round: in running order each rule is evaluated from nothing, and those that have a reason to run take what it came to; then all
 * of them do what they gained, by instance, and undo what they lost, in running order.
 */
import type { ArbitraceStep, Trap } from '#engine';
import type { ModelRecord } from '../value.ts';
import { type Evaluation, evaluateRule, type ModelMatch } from './evaluation.ts';
import { isSame } from './facts.ts';
import { aboutRule, passesRollout } from './gates.ts';
import type { Held } from './memory.ts';
import type { ModelRuleState } from './state.ts';
import { type Causes, isWoken } from './waking.ts';
import { requestFor, type World } from './world.ts';

export interface ModelActivation {
  readonly round: number;
  readonly rule: string;
  readonly kind: 'assert' | 'emit' | 'retract' | 'modify';
  readonly target: string;
  readonly key: string;
  readonly params: ModelRecord;
  readonly changed: boolean;
  readonly arbitrace: readonly ArbitraceStep[];
}

export interface ModelRound {
  readonly activations: readonly ModelActivation[];
  readonly mutations: number;
  readonly traps: readonly Trap[];
}

export interface Occasion {
  readonly causes: Causes;
  /** Whether `stable` rules wait. */
  readonly isUnsettled: boolean;
  /** In ms. */
  readonly now: number;
}

interface Ran {
  readonly state: ModelRuleState;
  readonly before: readonly ModelMatch[];
  /** Of the clauses and the rollout. */
  readonly steps: readonly ArbitraceStep[];
}

/** `states` are in running order. */
export function runRound(states: readonly ModelRuleState[], world: World, occasion: Occasion): ModelRound {
  const turned = { rules: new Set<string>(), groups: new Set<string>() };
  const ran: Ran[] = [];
  const traps: Trap[] = [];
  for (const state of states) {
    const { rule } = state;
    const isRunning = state.waits || isWoken(state, occasion.causes, turned);
    state.waits = isRunning && rule.declaration.stable && occasion.isUnsettled;
    if (!isRunning || state.waits) {
      checkSleeper(state, world);
      continue;
    }
    const evaluation = evaluateRule(world, rule);
    traps.push(
      ...[...evaluation.traps].flatMap(([instance, trap]) => (isKnown(state, instance, trap) ? [] : [trap])),
    );
    const former = state.matches;
    const before = state.applied;
    const steps = decide(state, evaluation, { world, now: occasion.now });
    state.applied = state.matches.filter((match) => !isTaken(match, state, states));
    if (former.length > 0 !== state.matches.length > 0) turned.rules.add(rule.name);
    const group = rule.declaration.activationGroup;
    if (group !== null && claimsOf(before) !== claimsOf(state.applied)) turned.groups.add(group.text);
    ran.push({ state, before, steps });
  }
  const applied = ran.map((each) => apply(each, world, occasion.now));
  return {
    activations: applied.flatMap(({ activations }) => activations),
    mutations: applied.reduce((sum, { mutations }) => sum + mutations, 0),
    traps,
  };
}

/** Takes an evaluation; returns the steps behind the condition. */
function decide(
  state: ModelRuleState,
  evaluation: Evaluation,
  { world, now }: { readonly world: World; readonly now: number },
): readonly ArbitraceStep[] {
  const { rule, clauses } = state;
  state.traps = evaluation.traps;
  state.evaluated = saidBy(evaluation);
  state.overrideChanged = false;
  const about = aboutRule(rule);
  const isIn = evaluation.matches.length > 0 && passesRollout(world, rule, about);
  let matches = isIn ? evaluation.matches : [];
  for (const clause of clauses) {
    const detail = `condition -> ${matches.length > 0}`;
    const match = clause.apply(matches[0] ?? null, now);
    // A match that was kept came the way that this evaluation went, as far as that led.
    matches = match === null ? [] : [{ ...match, steps: evaluation.steps }];
    const request = requestFor(world, rule, null);
    const { check } = clause;
    request.step(about, { check, phase: 'match', kind: 'temporal', detail, passes: matches.length > 0 });
  }
  state.matches = matches;
  return about.steps;
}

/** Of the rules of a group the first that has a match has it for itself. */
function isTaken(match: ModelMatch, state: ModelRuleState, states: readonly ModelRuleState[]): boolean {
  const group = state.rule.declaration.activationGroup;
  if (group === null) return false;
  return states
    .slice(0, states.indexOf(state))
    .filter(({ rule }) => rule.declaration.activationGroup?.text === group.text)
    .some(({ matches }) => matches.some((other) => claimOf(other) === claimOf(match)));
}

function claimOf({ fact }: ModelMatch): string {
  return fact === null ? '' : `${fact.type}\0${fact.key}`;
}

function claimsOf(matches: readonly ModelMatch[]): string {
  return matches.map((match) => `${claimOf(match)}\0`).join('');
}

function isKnown({ traps }: ModelRuleState, instance: string, trap: Trap): boolean {
  return JSON.stringify(traps.get(instance)) === JSON.stringify(trap);
}

interface Applied {
  readonly activations: readonly ModelActivation[];
  readonly mutations: number;
}

function apply({ state, before, steps }: Ran, world: World, now: number): Applied {
  const { rule, applied } = state;
  const gained = applied.filter(
    (match) => !before.some(({ instance, id }) => instance === match.instance && id === match.id),
  );
  const activations = gained.map((match): ModelActivation => {
    const changed = fire(state, match, { world, now });
    return {
      round: world.round,
      rule: rule.name,
      kind: rule.declaration.then.effect,
      target: rule.target,
      key: match.identity?.key ?? '',
      params: match.params,
      changed,
      arbitrace: changed ? [...match.steps, ...steps] : [],
    };
  });
  const isHeld = (lost: ModelMatch): boolean =>
    applied.some(({ instance, identity }) => {
      return instance === lost.instance && (identity === null || isSameFact(identity, lost));
    });
  const undone = before.filter((match) => !isHeld(match) && undo(state, match, world));
  const isFactual = rule.declaration.then.effect !== 'emit';
  const changes = isFactual ? activations.filter(({ changed }) => changed).length : 0;
  return { activations, mutations: changes + undone.length };
}

function isSameFact(identity: NonNullable<ModelMatch['identity']>, match: ModelMatch): boolean {
  return match.identity !== null && isSame(identity, match.identity);
}

/** Whether what is visible has changed, or an outcome is supported that was not before in this run. */
function fire(
  { rule, seen }: ModelRuleState,
  match: ModelMatch,
  { world, now }: { readonly world: World; readonly now: number },
): boolean {
  const { identity, fields, id, instance } = match;
  if (identity === null) {
    const isFirst = !seen.has(id);
    seen.add(id);
    return isFirst;
  }
  const owned = { rule: rule.name, priority: rule.priority, instance, identity };
  const asserted = { assertedAt: now, assertedRound: world.round };
  const { effect } = rule.declaration.then;
  const record: Held =
    effect === 'assert'
      ? { ...owned, kind: 'support', fact: { ...identity, fields, ...asserted } }
      : effect === 'modify'
        ? { ...owned, kind: 'overlay', fields }
        : { ...owned, kind: 'retraction' };
  return world.memory.hold(record);
}

function undo({ rule }: ModelRuleState, { identity, instance }: ModelMatch, { memory }: World): boolean {
  if (identity === null) return false;
  return memory.drop({ rule: rule.name, priority: rule.priority, instance, identity });
}

/**
 * The law behind waking: what nothing has woken would decide what it decided. Those that are told to sleep, `stable` and `no_loop`
 * rules, need not.
 */
function checkSleeper(state: ModelRuleState, world: World): void {
  const { rule, waits, evaluated } = state;
  if (waits || rule.declaration.noLoop) return;
  const asIfRun = evaluateRule({ ...world, segments: new Map() }, rule);
  if (evaluated !== null && saidBy(asIfRun) !== evaluated)
    throw new Error(`expert rule ${rule.name} sleeps in round ${world.round}, and would decide otherwise`);
}

function saidBy({ matches, traps }: Evaluation): string {
  return JSON.stringify([matches.map(({ instance, id }) => [instance, id]), [...traps]]);
}
