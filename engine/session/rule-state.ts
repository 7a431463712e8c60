/** What a session remembers of one expert rule between runs. */
import type { FactIdentity } from '../fact.ts';
import type { ValueRecord } from '../value.ts';

/** One true evaluation: what the rule would assert or emit. */
export interface Match {
  /** Canonical text of the params: two matches with equal params are one. */
  readonly id: string;
  readonly params: ValueRecord;
  /** The fact to support, for `assert`. */
  readonly identity: FactIdentity | null;
}

export interface SupportedOutcome {
  readonly params: ValueRecord;
  /** False while the emission waits for a cooldown to end. */
  emitted: boolean;
}

export interface RuleState {
  /** Result of the last evaluation, after temporal clauses; prerequisites read it. */
  result: boolean;
  /** Start of the present stretch of raw truth, in ms; `null` while false. */
  trueSince: number | null;
  /** Last instant at which `within` still holds, in ms. */
  withinUntil: number | null;
  /** Matches kept by a temporal clause: those at maturity of `for`, the last true ones of `within`. */
  held: readonly Match[];
  /** Last emission in ms, for `cooldown`. */
  lastEmittedAt: number | null;
  /** Matches of the last evaluation. */
  matches: readonly Match[];
  /** The last evaluation ran out of fuel, so its result says nothing: evaluate again in the next run. */
  stale: boolean;
  /** Outcomes supported at the end of the last run, by match id. */
  readonly supported: Map<string, SupportedOutcome>;
}

export function freshRuleState(): RuleState {
  return {
    result: false,
    trueSince: null,
    withinUntil: null,
    held: [],
    lastEmittedAt: null,
    matches: [],
    stale: false,
    supported: new Map(),
  };
}
