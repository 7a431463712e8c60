/** Continuous arbiters: what starts them, what they keep, which rules they run, where outcomes go. */
import type { Span } from '../span.ts';
import type { Duration, Integer, Name, Target } from './clause.ts';
import type { Expression, StringLiteral } from './expression.ts';

/** `stream T [by field] [at field]`. */
export interface StreamClause {
  readonly kind: 'stream';
  readonly target: Target;
  readonly by: Name | null;
  readonly at: Name | null;
  readonly span: Span;
}

/** `source T [retain 1h] [retain last 1000]`: how long facts of a stream stay in memory. */
export interface SourceClause {
  readonly kind: 'source';
  readonly target: Target;
  readonly retainFor: Duration | null;
  readonly retainLast: Integer | null;
  readonly span: Span;
}

export interface PollClause {
  readonly kind: 'poll';
  readonly interval: Duration;
  readonly span: Span;
}

/** `schedule "0 8 * * MON-FRI" [source T]`. */
export interface ScheduleClause {
  readonly kind: 'schedule';
  readonly cron: StringLiteral;
  readonly source: Target | null;
  readonly span: Span;
}

export interface CheckpointClause {
  readonly kind: 'checkpoint';
  readonly target: Target;
  readonly span: Span;
}

/** `rules A, B`, or `rules tag "x"`. */
export interface RulesClause {
  readonly kind: 'rules';
  readonly names: readonly Name[];
  readonly tag: Name | null;
  readonly span: Span;
}

export type DurabilityLevel = 'synced' | 'acked' | 'best-effort';

export interface DurabilityClause {
  readonly kind: 'durability';
  readonly level: DurabilityLevel;
  readonly span: Span;
}

/** `on Outcome|* [where condition] kind [target] [retry N] [backoff D]`; `outcome` is `null` for `*`. */
export interface HandlerClause {
  readonly kind: 'handler';
  readonly outcome: Name | null;
  readonly where: Expression | null;
  readonly handler: Name;
  readonly target: Target | null;
  readonly retry: Integer | null;
  readonly backoff: Duration | null;
  readonly span: Span;
}

export type ArbiterClause =
  | StreamClause
  | SourceClause
  | PollClause
  | ScheduleClause
  | CheckpointClause
  | RulesClause
  | DurabilityClause
  | HandlerClause;

export interface ArbiterDeclaration {
  readonly kind: 'arbiter';
  readonly name: Name;
  readonly clauses: readonly ArbiterClause[];
  readonly span: Span;
}
