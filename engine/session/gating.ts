/** What stands around the condition of an expert rule: its gates before it and its rollout behind it, with what is overridden. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import { passesGates } from '../govern/gates.ts';
import { type Effective, effective, type Override } from '../govern/overrides.ts';
import { passesRollout } from '../govern/rollout.ts';
import type { Arbitrace } from '../govern/trace.ts';
import type { Trap } from '../traps.ts';
import type { SessionRule } from './evaluate.ts';
import type { RuleTrace } from './rule-trace.ts';
import type { Session } from './session.ts';

/** Governance with what is overridden. */
export interface Governed extends Effective {
  readonly override: Override;
  /** Whether anything can stand before the condition. */
  readonly hasGates: boolean;
}

export function govern({ governance, when }: CompiledExpertRule, override: Override): Governed {
  const gated = effective(governance, override);
  const { killSwitch, activeFrom, activeUntil, requires, excludes } = gated.governance;
  const isSwitched = killSwitch === 'on' || override.killSwitch !== undefined;
  const isAsked = requires.length + excludes.length > 0 || when.segment !== null;
  return {
    governance: gated.governance,
    overridden: gated.overridden,
    override,
    hasGates: isSwitched || isAsked || activeFrom !== null || activeUntil !== null,
  };
}

/** A segment that fails is reported once, for as long as it does. */
export function passesAllGates(session: Session, own: SessionRule, trace: Arbitrace): boolean {
  const { passes, trap } = askGates(session, own, trace);
  const text = placedText(trap);
  if (trap !== null && text !== own.state.gateTrap) session.traps.push(trap);
  own.state.gateTrap = text;
  return passes;
}

/** What stands before the condition, and what failed there, without leaving anything behind. */
export function askGates(session: Session, { plan, governed }: SessionRule, trace: Arbitrace) {
  const { machine, segments } = session.evaluator;
  session.network.begin(null);
  const seen = plan.isSegmentShared ? segments : session.freshSegments();
  const world = { machine, segments: seen, isMet: (name: string) => session.isMet(name) };
  const passes = passesGates({ ...governed, when: plan.rule.when }, trace, world);
  const { segment } = plan.rule.when;
  const isAsked = !passes && trace.steps.at(-1)?.kind === 'segment';
  const fault = segment === null || !isAsked ? null : seen.faultOf(segment);
  return { passes, trap: fault === null ? null : { ...fault, rule: plan.rule.name } };
}

export function passesShare(session: Session, { plan, governed }: SessionRule, trace: RuleTrace): boolean {
  const { rollout } = governed.governance;
  if (rollout === null) return true;
  const { context } = session.network;
  const { bundleName: bundle } = session;
  const source = governed.overridden.rollout ? ('override' as const) : undefined;
  return passesRollout(rollout, { context, bundle, scope: `expert:${plan.rule.name}`, source }, trace.behind);
}

/** What tells a trap from another one of its instance; empty for none. */
export function placedText(trap: Trap | null): string {
  return trap === null ? '' : `${trap.span?.start ?? 0}-${trap.span?.end ?? 0}: ${trap.message}`;
}
