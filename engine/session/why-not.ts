/**
 * Why an expert rule has no match: the gate that blocks it, or the part of its condition that failed for the facts that came nearest to
 * it. Of the facts that a loop can bind, those are nearest that make the most parts true, the first in order among equals.
 */
import type { CompiledSpan } from '#lang/bytecode/program.js';
import { Arbitrace, type ArbitraceStep } from '../govern/trace.ts';
import { NO_LENS } from '../match/network.ts';
import type { Value } from '../value.ts';
import { rivalFor, type SessionRule } from './evaluate.ts';
import { askGates, passesShare } from './gating.ts';
import { temporalDue } from './due.ts';
import { nearestTo } from './nearest.ts';
import { RuleTrace } from './rule-trace.ts';
import type { Session } from './session.ts';

export interface FailedPart {
  /** As it is written. */
  readonly text: string;
  readonly span: CompiledSpan;
  /** The facts that it was asked about, by their variables' order. */
  readonly facts: readonly { readonly type: string; readonly key: string }[];
  /** The operands that it has compared. */
  readonly seen: readonly Value[];
  /** Parts that held before it. */
  readonly held: number;
}

/** What stands between a rule and its match. */
export type Obstacle =
  | { readonly kind: 'gate'; readonly step: ArbitraceStep }
  | ({ readonly kind: 'condition' } & FailedPart)
  /** `until`, in ms, if nothing changes; `null` where it is no instant that it waits for. */
  | { readonly kind: 'waits'; readonly until: number | null }
  /** Another rule of its activation group has every instance that it could have. */
  | { readonly kind: 'group'; readonly rule: string }
  | { readonly kind: 'trap'; readonly message: string };

export interface WhyNot {
  readonly rule: string;
  /** Whether it has a match, and nothing is to be explained. */
  readonly fired: boolean;
  readonly obstacle: Obstacle | null;
}

/** `undefined` when the program has no such expert rule. Call between runs. */
export function whyNot(session: Session, name: string): WhyNot | undefined {
  const own = session.rules.find(({ plan }) => plan.rule.name === name);
  if (own === undefined) return undefined;
  const fired = own.state.instances.hasApplied;
  const obstacle = fired ? null : obstacleOf(session, own);
  session.network.lookAs(NO_LENS);
  return { rule: name, fired, obstacle };
}

function obstacleOf(session: Session, own: SessionRule): Obstacle | null {
  const { plan, state } = own;
  session.beginAsking(plan.lens);
  const gates = new Arbitrace({ scope: 'expert', subject: plan.rule.name, span: plan.rule.span });
  const { passes, trap } = askGates(session, own, gates);
  if (trap !== null) return { kind: 'trap', message: trap.message };
  const blocked = gates.steps.find(({ disposition }) => disposition === 'blocked');
  if (!passes && blocked !== undefined) return { kind: 'gate', step: blocked };
  // A session that was restored has asked nothing yet, so it knows of no failure and of no instance that another rule has.
  if (!own.isInStep) own.matcher.refresh();
  const [failing] = state.trapped.keys();
  const failed = failing === undefined ? null : own.matcher.trapOf(failing);
  if (failed !== null) return { kind: 'trap', message: failed.message };
  const part = nearestTo(session, plan);
  if (part !== null) return { kind: 'condition', ...part };
  const share = new RuleTrace(session.program, plan.rule);
  const [rollout] = passesShare(session, own, share) ? [] : share.behind.steps;
  if (rollout !== undefined) return { kind: 'gate', step: rollout };
  const rival = [...own.state.instances.keys]
    .map((key) => rivalFor(session, plan, key))
    .find((each) => each !== undefined);
  if (rival !== undefined) return { kind: 'group', rule: rival.plan.rule.name };
  return { kind: 'waits', until: temporalDue(own, session.now) };
}
