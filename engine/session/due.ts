/** The next instant at which a session has something to do although nothing arrives. */
import type { CompiledGovernance } from '#lang/bytecode/program.js';
import type { SessionPolicy } from './policy.ts';
import type { Session } from './session.ts';
import { emissionDue } from './emission.ts';
import { retentionDue } from './retention.ts';
import type { SessionRule } from './evaluate.ts';
import { clauseDue } from './temporal.ts';
import { type Due, earlier, nextTick, tickBy } from './ticks.ts';

export function nextDue(session: Session, policy: SessionPolicy): number | null {
  return earlier(nextTick(policy, session.now), maturityDue(session, policy));
}

/** The first instant up to `until` at which to tick; `null` when nothing is due by then. See `tickBy`. */
export function dueBy(
  session: Session,
  policy: SessionPolicy,
  until: number,
  ticks: 'every' | 'last',
): Due | null {
  const maturity = maturityDue(session, policy);
  const tick = tickBy(policy, session.now, Math.min(until, maturity ?? until), ticks);
  if (maturity !== null && maturity <= until && (tick === null || maturity <= tick.at))
    return { at: maturity, missed: 0 };
  return tick;
}

function maturityDue(session: Session, policy: SessionPolicy): number | null {
  let due: number | null = null;
  for (const retention of policy.retention) due = earlier(due, retentionDue(session.memory, retention));
  for (const watch of session.ages) due = earlier(due, watch.nextDue(session.now));
  for (const { plan, state, governed } of session.ruleSet.waiting) {
    due = earlier(due, temporalDue({ plan, state }, session.now));
    due = earlier(due, emissionDue(plan.rule, state));
    due = earlier(due, windowDue(governed.governance, session.now));
  }
  return due;
}

/** When a clause of a rule changes its mind. */
export function temporalDue(
  { plan, state }: Pick<SessionRule, 'plan' | 'state'>,
  now: number,
): number | null {
  let due: number | null = null;
  for (const [at, clause] of plan.clauses.entries()) {
    const own = state.clauses[at];
    if (own !== undefined) due = earlier(due, clauseDue(clause, own, now));
  }
  return due;
}

/** The next boundary of an active window. */
function windowDue({ activeFrom, activeUntil }: CompiledGovernance, now: number): number | null {
  const bounds = [activeFrom, activeUntil].map((bound) => (bound === null ? null : bound * 1000));
  return bounds.reduce((due, bound) => (bound !== null && bound > now ? earlier(due, bound) : due), null);
}
