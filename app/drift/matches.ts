/** Matches of rules as audit files and reports write them, and how two lists of them differ. */
import type { MatchedRule } from '#engine';
import { canonicalText } from '#engine/audit/canonical.js';
import { compareText } from '#engine/value.js';

/** `params` is plain JSON, absent when there are none. */
export interface RuleMatch {
  readonly name: string;
  readonly priority: number;
  readonly action: string;
  readonly params?: unknown;
  readonly fallback: boolean;
}

export interface ChangedMatch {
  readonly name: string;
  readonly before: RuleMatch;
  readonly after: RuleMatch;
}

export interface MatchChanges {
  readonly added: readonly RuleMatch[];
  readonly removed: readonly RuleMatch[];
  readonly changed: readonly ChangedMatch[];
}

export function ruleMatchOf({ name, priority, action, params, fallback }: MatchedRule): RuleMatch {
  const has = Object.keys(params).length > 0;
  return { name, priority, action, ...(has ? { params: plainJson(params) } : {}), fallback };
}

/** By name, the last of a name; each list by descending priority, then by name. */
export function compareMatches(before: readonly RuleMatch[], after: readonly RuleMatch[]): MatchChanges {
  const then = new Map(before.map((match) => [match.name, match]));
  const now = new Map(after.map((match) => [match.name, match]));
  const changed = [...now.values()].flatMap((match): readonly ChangedMatch[] => {
    const old = then.get(match.name);
    return old === undefined || isSame(old, match) ? [] : [{ name: match.name, before: old, after: match }];
  });
  return {
    added: [...now.values()].filter(({ name }) => !then.has(name)).sort(byRank),
    removed: [...then.values()].filter(({ name }) => !now.has(name)).sort(byRank),
    changed: changed.sort((left, right) => byRank(left.after, right.after)),
  };
}

/** A match of a recorded decision; `null` for what is none. */
export function ruleMatchFrom(raw: unknown): RuleMatch | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { name, priority, action, params, fallback } = Object.fromEntries(Object.entries(raw));
  if (typeof name !== 'string' || typeof priority !== 'number' || typeof action !== 'string') return null;
  if (typeof fallback !== 'boolean') return null;
  return { name, priority, action, ...(params === undefined || params === null ? {} : { params }), fallback };
}

/** What a reader of the JSON would get: a decimal is its text. */
export function plainJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

export function isSameJson(left: unknown, right: unknown): boolean {
  return canonicalText(left) === canonicalText(right);
}

/** No params and empty ones are the same. */
function isSame(left: RuleMatch, right: RuleMatch): boolean {
  return isSameJson({ params: {}, ...left }, { params: {}, ...right });
}

function byRank(left: RuleMatch, right: RuleMatch): number {
  return right.priority - left.priority || compareText(left.name, right.name);
}
