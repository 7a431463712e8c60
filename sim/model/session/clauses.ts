/**
 * Waiting clauses: from what a condition came to now, to what the rule has matched. They run one behind the other: `within`, `for` or
 * `stable_for`, then `debounce`. Only rules without `per_fact` have them, so there is one match at most.
 */
import type { ModelMatch } from './evaluation.ts';
import type { ModelExpertRule } from './rules.ts';

/** What one clause remembers. */
export interface Waiting {
  /** Start of the present stretch of truth, in ms; `null` while there is none. */
  since: number | null;
  /** Evaluations in a row that were true. */
  cycles: number;
  /** Last instant at which `within` holds. */
  until: number | null;
  kept: ModelMatch | null;
}

export function freshWaiting(): Waiting {
  return { since: null, cycles: 0, until: null, kept: null };
}

export interface Clause {
  readonly check: string;
  readonly waiting: Waiting;
  apply(match: ModelMatch | null, now: number): ModelMatch | null;
  /** When it changes its mind although nothing else does; `null` for never. */
  due(): number | null;
  /** Whether the rule has to run again in the next round. */
  isCounting(): boolean;
}

export function clausesOf(rule: ModelExpertRule): readonly Clause[] {
  const { forMs, withinMs, stableForCycles, debounceMs, declaration } = rule;
  const isEmit = declaration.then.effect === 'emit';
  return [
    ...(withinMs > 0 ? [within(withinMs)] : []),
    ...(forMs > 0 ? [holding(`for ${forMs} ms`, forMs, 'keeps')] : []),
    ...(stableForCycles > 0 ? [counting(stableForCycles)] : []),
    ...(debounceMs > 0
      ? [holding(`debounce ${debounceMs} ms`, debounceMs, isEmit ? 'keeps' : 'follows')]
      : []),
  ];
}

function within(ms: number): Clause {
  const waiting = freshWaiting();
  return {
    check: `within ${ms} ms`,
    waiting,
    apply: (match, now) => {
      if (match !== null) {
        waiting.until = now + ms;
        waiting.kept = match;
      } else if (waiting.until !== null && now > waiting.until) {
        waiting.until = null;
        waiting.kept = null;
      }
      return waiting.kept;
    },
    due: () => (waiting.until === null ? null : waiting.until + 1),
    isCounting: () => false,
  };
}

/** `keeps` the match of the moment of maturity until the condition fails, or `follows` the condition from then on. */
function holding(check: string, ms: number, after: 'keeps' | 'follows'): Clause {
  const waiting = freshWaiting();
  return {
    check,
    waiting,
    apply: (match, now) => {
      if (match === null) {
        waiting.since = null;
        waiting.kept = null;
        return null;
      }
      waiting.since ??= now;
      if (now - waiting.since < ms) return null;
      if (after === 'follows') return match;
      waiting.kept ??= match;
      return waiting.kept;
    },
    due: () => (waiting.since === null ? null : waiting.since + ms),
    isCounting: () => false,
  };
}

function counting(cycles: number): Clause {
  const waiting = freshWaiting();
  return {
    check: `stable_for ${cycles} cycles`,
    waiting,
    apply: (match) => {
      waiting.cycles = match === null ? 0 : waiting.cycles + 1;
      return waiting.cycles >= cycles ? match : null;
    },
    due: () => null,
    isCounting: () => waiting.cycles > 0 && waiting.cycles < cycles,
  };
}
