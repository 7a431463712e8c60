/** Polls and schedules: the instants at which an arbiter looks at its facts although nothing arrives. */
import type { SessionPolicy } from './policy.ts';

/** An instant to wake at, and how many others it makes up for. */
export interface Due {
  readonly at: number;
  readonly missed: number;
}

/** More than that are not told apart from that many. */
const MISSED_MAX = 1000;

/** The first behind `now`; `null` for none. */
export function nextTick({ pollMs, calendars }: SessionPolicy, now: number): number | null {
  let next = pollMs === 0 ? null : nextPoll(pollMs, now);
  for (const calendar of calendars) next = earlier(next, calendar.next(now));
  return next;
}

/**
 * The tick that is due by `until`: after downtime those in between collapse into the last one, unless every one is asked for, as event
 * time does. A session that has decided nothing yet has missed nothing, and begins with a poll if there are any.
 */
export function tickBy(
  policy: SessionPolicy,
  now: number,
  until: number,
  ticks: 'every' | 'last',
): Due | null {
  if (ticks === 'every') {
    const next = now < 0 ? null : nextTick(policy, now);
    return next === null || next > until ? null : { at: next, missed: 0 };
  }
  const at = now < 0 ? lastPoll(policy, until) : lastTick(policy, until);
  if (at === null || at <= now) return null;
  return { at, missed: now < 0 ? 0 : missedBefore(policy, now, at) };
}

/** Polls happen at whole multiples of the interval since the epoch, so that restarts do not shift them. */
export function nextPoll(pollMs: number, now: number): number {
  return (Math.floor(now / pollMs) + 1) * pollMs;
}

function lastPoll({ pollMs }: SessionPolicy, by: number): number | null {
  return pollMs === 0 ? null : Math.floor(by / pollMs) * pollMs;
}

function lastTick(policy: SessionPolicy, by: number): number | null {
  let last = lastPoll(policy, by);
  for (const calendar of policy.calendars) {
    const own = calendar.last(by);
    if (last === null || (own !== null && own > last)) last = own;
  }
  return last;
}

/** Polls are counted whole. */
function missedBefore(policy: SessionPolicy, now: number, at: number): number {
  const { pollMs, calendars } = policy;
  if (calendars.length === 0) return (at - nextPoll(pollMs, now)) / pollMs;
  let missed = 0;
  for (let next = nextTick(policy, now); next !== null && next < at && missed < MISSED_MAX; missed++)
    next = nextTick(policy, next);
  return missed;
}

export function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
