/** The next instant at which a session has something to do although nothing arrives. */
import type { CompiledGovernance } from '#lang/bytecode/program.js';
import type { Session, SessionPolicy } from './session.ts';
import { emissionDue } from './emission.ts';
import { retentionDue } from './retention.ts';
import type { SessionRule } from './evaluate.ts';
import { clauseDue } from './temporal.ts';

/** An instant to wake at, and how many polls it makes up for. */
export interface Due {
  readonly at: number;
  readonly missed: number;
}

export function nextDue(session: Session, policy: SessionPolicy): number | null {
  const poll = policy.pollMs === 0 ? null : nextPoll(policy.pollMs, session.now);
  return earlier(poll, maturityDue(session, policy));
}

/**
 * The first instant up to `until` at which to tick; `null` when nothing is due by then. After downtime the polls in between
 * collapse into the last one, unless every poll is asked for, as event time does. A session that has decided nothing
 * yet has missed nothing.
 */
export function dueBy(
  session: Session,
  policy: SessionPolicy,
  until: number,
  polls: 'every' | 'last',
): Due | null {
  const maturity = maturityDue(session, policy);
  const poll = pollBy(policy.pollMs, session.now, Math.min(until, maturity ?? until), polls);
  if (maturity !== null && maturity <= until && (poll === null || maturity <= poll.at))
    return { at: maturity, missed: 0 };
  return poll;
}

/** Polls happen at whole multiples of the interval since the epoch, so that restarts do not shift them. */
export function nextPoll(pollMs: number, now: number): number {
  return (Math.floor(now / pollMs) + 1) * pollMs;
}

function pollBy(pollMs: number, now: number, until: number, polls: 'every' | 'last'): Due | null {
  if (pollMs === 0 || (now < 0 && polls === 'every')) return null;
  const last = Math.floor(until / pollMs) * pollMs;
  const next = now < 0 ? last : nextPoll(pollMs, now);
  if (next > until) return null;
  return polls === 'every' ? { at: next, missed: 0 } : { at: last, missed: (last - next) / pollMs };
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

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
