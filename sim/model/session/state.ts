/** What a session of the model remembers of one expert rule between rounds. */
import type { Trap } from '#engine';
import { type Clause, clausesOf } from './clauses.ts';
import type { ModelMatch } from './evaluation.ts';
import type { ModelRecord } from '../value.ts';
import type { ModelExpertRule } from './rules.ts';

export interface SupportedOutcome {
  readonly params: ModelRecord;
  /** False while the emission waits for a cooldown to end. */
  emitted: boolean;
}

export interface ModelRuleState {
  readonly rule: ModelExpertRule;
  readonly clauses: readonly Clause[];
  /** What the last evaluation came to, before clauses: what it says of itself, for the law that a rule sleeps only while it stays. */
  evaluated: string | null;
  traps: ReadonlyMap<string, Trap>;
  /** Behind clauses and rollout: whether it is empty is what `requires` asks for. */
  matches: readonly ModelMatch[];
  /** Those that no rule of its group has taken away. */
  applied: readonly ModelMatch[];
  /** A `stable` rule that has a reason to run, and waits for a round without mutations. */
  waits: boolean;
  overrideChanged: boolean;
  /** Outcomes supported at the end of the last run. */
  supported: ReadonlyMap<string, SupportedOutcome>;
  /** Outcomes supported at any time in this run. */
  readonly seen: Set<string>;
  lastEmittedAt: number | null;
}

export function freshState(rule: ModelExpertRule): ModelRuleState {
  return {
    rule,
    clauses: clausesOf(rule),
    evaluated: null,
    traps: new Map(),
    matches: [],
    applied: [],
    waits: false,
    overrideChanged: false,
    supported: new Map(),
    seen: new Set(),
    lastEmittedAt: null,
  };
}
