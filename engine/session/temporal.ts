/**
 * Waiting clauses turn the match of a condition into the match of the rule. Time moves only between runs: nothing here waits. A clause
 * says by `nextDue` when it changes its mind although nothing else does.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { Disposition } from '../govern/trace.ts';
import type { Match, RuleState } from './rule-state.ts';

export interface Temporal {
  readonly match: Match | null;
  readonly disposition: Disposition;
}

const BLOCKED: Temporal = { match: null, disposition: 'blocked' };
const DEFERRED: Temporal = { match: null, disposition: 'deferred' };

/** As it stands in traces; empty for a rule without one. */
export function clauseOf({ forMs, withinMs, debounceMs, stableForCycles }: CompiledExpertRule): string {
  if (forMs > 0) return `for ${forMs} ms`;
  if (withinMs > 0) return `within ${withinMs} ms`;
  if (debounceMs > 0) return `debounce ${debounceMs} ms`;
  return stableForCycles > 0 ? `stable_for ${stableForCycles} cycles` : '';
}

export function applyTemporal(
  rule: CompiledExpertRule,
  state: RuleState,
  raw: Match | null,
  now: number,
): Temporal {
  const { forMs, withinMs, debounceMs, stableForCycles, effect } = rule;
  if (forMs > 0) return holdFor(forMs, state, raw, { now, keeps: true });
  if (debounceMs > 0) return holdFor(debounceMs, state, raw, { now, keeps: effect === 'emit' });
  if (withinMs > 0) return holdWithin(withinMs, state, raw, now);
  if (stableForCycles > 0) return holdCycles(stableForCycles, state, raw);
  return { match: raw, disposition: raw === null ? 'blocked' : 'passed' };
}

/** Whether the rule has to run in the next round although nothing has changed. */
export function isCounting({ stableForCycles }: CompiledExpertRule, { trueCycles }: RuleState): boolean {
  return trueCycles > 0 && trueCycles < stableForCycles;
}

/** The next instant at which the clause changes its mind; `null` for never. */
export function temporalDue(rule: CompiledExpertRule, state: RuleState, now: number): number | null {
  const delay = rule.forMs + rule.debounceMs;
  if (delay > 0 && state.trueSince !== null) {
    const matures = state.trueSince + delay;
    return matures > now ? matures : null;
  }
  if (rule.withinMs > 0 && state.withinUntil !== null) return state.withinUntil + 1;
  return null;
}

/** True once the condition has held for the delay without a gap, the boundary included. */
function holdFor(
  delay: number,
  state: RuleState,
  raw: Match | null,
  { now, keeps }: { readonly now: number; readonly keeps: boolean },
): Temporal {
  if (raw === null) {
    state.trueSince = null;
    state.held = null;
    return BLOCKED;
  }
  state.trueSince ??= now;
  if (now - state.trueSince < delay) return DEFERRED;
  if (keeps) state.held ??= raw;
  return { match: state.held ?? raw, disposition: 'passed' };
}

/** True until the time is over since the condition last held. */
function holdWithin(withinMs: number, state: RuleState, raw: Match | null, now: number): Temporal {
  if (raw !== null) {
    state.withinUntil = now + withinMs;
    state.held = raw;
    return { match: raw, disposition: 'passed' };
  }
  if (state.withinUntil !== null && now <= state.withinUntil)
    return { match: state.held, disposition: 'passed' };
  state.withinUntil = null;
  state.held = null;
  return BLOCKED;
}

function holdCycles(cycles: number, state: RuleState, raw: Match | null): Temporal {
  state.trueCycles = raw === null ? 0 : Math.min(cycles, state.trueCycles + 1);
  if (raw === null) return BLOCKED;
  return state.trueCycles < cycles ? DEFERRED : { match: raw, disposition: 'passed' };
}
