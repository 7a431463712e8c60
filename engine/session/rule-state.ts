/** What a session remembers of one expert rule between runs; all of it stands in a checkpoint. */
import type { Fact, FactIdentity } from '../fact.ts';
import type { Few } from '../match/few.ts';
import type { Source } from '../memory/records.ts';
import type { ValueRecord } from '../value.ts';
import { Instances } from './instances.ts';
import { type Clause, type ClauseState, freshClauseState } from './temporal.ts';

/** What a rule does for one instance: without `per_fact` there is one, with it one for each fact. */
export interface Match extends Source {
  /** Of an `emit`, what tells its outcome from others of the rule; else empty. */
  readonly outcome: string;
  readonly params: ValueRecord;
  /** Of an `assert`, as of when the match was made. */
  readonly fact: Fact | null;
  /** What it is about, `null` for `emit`. */
  readonly identity: FactIdentity | null;
  /** The facts that its variables are bound to: what the match rests on. */
  readonly facts: readonly FactIdentity[];
}

/** An outcome that at least one match supports, or did when the run began. */
export interface SupportedOutcome {
  readonly params: ValueRecord;
  /** False while the emission waits for the end of the run, or of a cooldown. */
  emitted: boolean;
  /** Instances that support it. */
  readonly instances: Few<string>;
}

export interface RuleState {
  /** Whether the rule has a match, after temporal clauses; prerequisites read it. */
  result: boolean;
  /** A stable rule that has a reason to run, and waits for a quiet round. */
  isDeferred: boolean;
  /** Of its waiting clauses, in their order. */
  readonly clauses: readonly ClauseState[];
  /** Last emission in ms, for `cooldown`. */
  lastEmittedAt: number | null;
  /** What its instances match, and what of that is applied. */
  readonly instances: Instances;
  /** The traps of instances, with their places, each reported once. */
  readonly trapped: Map<string, string>;
  /** The trap of its gates, with its place; empty without. */
  gateTrap: string;
  /** Outcomes by their canonical text. */
  readonly supported: Map<string, SupportedOutcome>;
  /** Of these, those to look at when the run ends: new, lost, or waiting for a cooldown. */
  readonly unsettled: Set<string>;
}

export function freshRuleState(clauses: readonly Clause[]): RuleState {
  return {
    result: false,
    isDeferred: false,
    clauses: clauses.map(freshClauseState),
    lastEmittedAt: null,
    instances: new Instances(),
    trapped: new Map(),
    gateTrap: '',
    supported: new Map(),
    unsettled: new Set(),
  };
}
