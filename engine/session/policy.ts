/** What an arbiter adds to its sessions: how long facts stay, and when to look at them although nothing arrives. */
import type { CompiledArbiter } from '#lang/bytecode/program.js';
import { type Calendar, readCron } from '#lang/cron.js';

export interface SessionPolicy extends Pick<CompiledArbiter, 'retention' | 'pollMs'> {
  /** Of its schedules. */
  readonly calendars: readonly Calendar[];
}

export const NO_POLICY: SessionPolicy = { retention: [], pollMs: 0, calendars: [] };

/** One for all sessions of an arbiter, because calendars remember what they have found. */
const POLICIES = new WeakMap<CompiledArbiter, SessionPolicy>();

export function policyOf(arbiter: CompiledArbiter): SessionPolicy {
  const known = POLICIES.get(arbiter);
  if (known !== undefined) return known;
  const { retention, pollMs, schedules } = arbiter;
  const policy = { retention, pollMs, calendars: schedules.map(({ cron }) => calendarOf(cron)) };
  POLICIES.set(arbiter, policy);
  return policy;
}

/** Throws for one that is none. */
export function calendarOf(cron: string): Calendar {
  const calendar = readCron(cron);
  if ('reason' in calendar) throw new RangeError(`\`${cron}\` is no schedule: ${calendar.reason}`);
  return calendar;
}
