/**
 * Waiting clauses turn the match of a condition into the match of the rule, one behind the other: `within`, `for` or `stable_for`, then
 * `debounce`. Time moves only between runs: nothing here waits. A clause says when it changes its mind although nothing else does.
 */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { Disposition } from '../govern/trace.ts';
import type { Match } from './rule-state.ts';

export interface Clause {
  readonly kind: 'within' | 'for' | 'stable_for' | 'debounce';
  /** Milliseconds, or evaluations in a row. */
  readonly span: number;
  /** Whether it keeps the match of the moment at which it came true, until the condition fails. */
  readonly keeps: boolean;
}

/** What a clause remembers. */
export interface ClauseState {
  /** Of `within`, the last instant at which the condition was true; of the others, the first one of this stretch. In ms. */
  since: number | null;
  /** Evaluations in a row that were true, up to the span. */
  cycles: number;
  held: Match | null;
}

export interface Temporal {
  readonly match: Match | null;
  readonly disposition: Disposition;
}

const BLOCKED: Temporal = { match: null, disposition: 'blocked' };
const DEFERRED: Temporal = { match: null, disposition: 'deferred' };

export function clausesOf(rule: CompiledExpertRule): readonly Clause[] {
  const { withinMs, forMs, stableForCycles, debounceMs, effect } = rule;
  const clauses: readonly Clause[] = [
    { kind: 'within', span: withinMs, keeps: true },
    { kind: 'for', span: forMs, keeps: true },
    { kind: 'stable_for', span: stableForCycles, keeps: false },
    { kind: 'debounce', span: debounceMs, keeps: effect === 'emit' },
  ];
  return clauses.filter(({ span }) => span > 0);
}

/** As it stands in traces. */
export function clauseText({ kind, span }: Clause): string {
  return `${kind} ${span} ${kind === 'stable_for' ? 'cycles' : 'ms'}`;
}

export function freshClauseState(): ClauseState {
  return { since: null, cycles: 0, held: null };
}

export function applyClause(clause: Clause, state: ClauseState, raw: Match | null, now: number): Temporal {
  if (clause.kind === 'within') return holdWithin(clause, state, raw, now);
  if (raw === null) {
    Object.assign(state, freshClauseState());
    return BLOCKED;
  }
  state.since ??= now;
  if (clause.kind === 'stable_for') state.cycles = Math.min(clause.span, state.cycles + 1);
  const reached = clause.kind === 'stable_for' ? state.cycles : now - state.since;
  if (reached < clause.span) return DEFERRED;
  if (clause.keeps) state.held ??= raw;
  return { match: state.held ?? raw, disposition: 'passed' };
}

/** Whether the rule has to run in the next round although nothing has changed. */
export function isCounting({ kind, span }: Clause, { cycles }: ClauseState): boolean {
  return kind === 'stable_for' && cycles > 0 && cycles < span;
}

/** The next instant at which the clause changes its mind; `null` for never. */
export function clauseDue({ kind, span }: Clause, { since }: ClauseState, now: number): number | null {
  if (since === null || kind === 'stable_for') return null;
  const turns = kind === 'within' ? since + span + 1 : since + span;
  return turns > now ? turns : null;
}

/** True until the time is over since the condition last held, the boundary included. */
function holdWithin({ span }: Clause, state: ClauseState, raw: Match | null, now: number): Temporal {
  if (raw !== null) {
    state.since = now;
    state.held = raw;
    return { match: raw, disposition: 'passed' };
  }
  if (state.since !== null && now <= state.since + span) return { match: state.held, disposition: 'passed' };
  state.since = null;
  state.held = null;
  return BLOCKED;
}
