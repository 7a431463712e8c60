/**
 * Temporal clauses turn the raw result of a condition into the result of the rule. `for D` is true once the
 * condition has held for D without a gap (the boundary counts) and fires with the matches of that moment; `within D` stays
 * true until D after the condition last held. Time moves only between runs: nothing here waits.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { Disposition } from '../govern/trace.ts';
import type { Match, RuleState } from './rule-state.ts';

export interface Temporal {
  readonly matches: readonly Match[];
  readonly disposition: Disposition;
}

export function applyTemporal(
  rule: CompiledExpertRule,
  state: RuleState,
  raw: readonly Match[],
  now: number,
): Temporal {
  if (rule.forMs > 0) return holdFor(rule.forMs, state, raw, now);
  if (rule.withinMs > 0) return holdWithin(rule.withinMs, state, raw, now);
  return { matches: raw, disposition: raw.length > 0 ? 'passed' : 'blocked' };
}

/** The next instant at which the clause changes its mind although nothing else does; `null` for never. */
export function temporalDue(rule: CompiledExpertRule, state: RuleState, now: number): number | null {
  if (rule.forMs > 0 && state.trueSince !== null) {
    const matures = state.trueSince + rule.forMs;
    return matures > now ? matures : null;
  }
  if (rule.withinMs > 0 && state.withinUntil !== null) return state.withinUntil + 1;
  return null;
}

function holdFor(forMs: number, state: RuleState, raw: readonly Match[], now: number): Temporal {
  if (raw.length === 0) {
    state.trueSince = null;
    state.held = [];
    return { matches: [], disposition: 'blocked' };
  }
  state.trueSince ??= now;
  if (now - state.trueSince < forMs) return { matches: [], disposition: 'deferred' };
  if (state.held.length === 0) state.held = raw;
  return { matches: state.held, disposition: 'passed' };
}

function holdWithin(withinMs: number, state: RuleState, raw: readonly Match[], now: number): Temporal {
  if (raw.length > 0) {
    state.withinUntil = now + withinMs;
    state.held = raw;
    return { matches: raw, disposition: 'passed' };
  }
  if (state.withinUntil !== null && now <= state.withinUntil)
    return { matches: state.held, disposition: 'passed' };
  state.withinUntil = null;
  state.held = [];
  return { matches: [], disposition: 'blocked' };
}
