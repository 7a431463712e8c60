/** Rule sets as somebody writes them by hand who knows their form. */
import type { Payment, Review } from './rules.ts';

/** Asks every rule. */
export function reviewLoop(rules: readonly Review[]): (payment: Payment) => readonly Pick<Review, 'level'>[] {
  return ({ tx, user, account }) => {
    const matched: Review[] = [];
    for (const rule of rules)
      if (tx.amount > rule.amount && user.region === rule.region && account.flagged === false)
        matched.push(rule);
    return matched;
  };
}

/**
 * Asks only those that match, and one more: by region, ascending thresholds. They come in that order and not in that of the
 * text, so this does even less than is asked for, as a limit may.
 */
export function reviewIndex(
  rules: readonly Review[],
): (payment: Payment) => readonly Pick<Review, 'level'>[] {
  const byRegion = new Map<string, Review[]>();
  for (const rule of rules.toSorted((a, b) => a.amount - b.amount)) {
    const bucket = byRegion.get(rule.region);
    if (bucket === undefined) byRegion.set(rule.region, [rule]);
    else bucket.push(rule);
  }
  return ({ tx, user, account }) => {
    const matched: Review[] = [];
    const bucket = account.flagged ? undefined : byRegion.get(user.region);
    if (bucket === undefined) return matched;
    for (const rule of bucket) {
      if (rule.amount >= tx.amount) break;
      matched.push(rule);
    }
    return matched;
  };
}
