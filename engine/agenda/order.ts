/**
 * The order in which rules run within a round: prerequisites and exclusions first, then ascending priority, then source order
 * (decision 27). It is fixed per program, so a prerequisite's result of this round is always known to its dependents.
 */
interface Ranked {
  readonly name: string;
  readonly priority: number;
  readonly governance: { readonly requires: readonly string[]; readonly excludes: readonly string[] };
}

/** Rules in running order. The checker has refused cycles; a rule in one would never become ready and is left out. */
export function runningOrder<Rule extends Ranked>(rules: readonly Rule[]): readonly Rule[] {
  const ready: Rule[] = [];
  const ordered: Rule[] = [];
  const waiting = new Map(
    rules.map((rule) => [rule, new Set([...rule.governance.requires, ...rule.governance.excludes])]),
  );
  for (;;) {
    for (const [rule, missing] of waiting) {
      if (missing.size > 0) continue;
      waiting.delete(rule);
      ready.push(rule);
    }
    const next = takeFirst(ready, rules);
    if (next === undefined) return ordered;
    ordered.push(next);
    for (const missing of waiting.values()) missing.delete(next.name);
  }
}

function takeFirst<Rule extends Ranked>(ready: Rule[], source: readonly Rule[]): Rule | undefined {
  ready.sort((a, b) => a.priority - b.priority || source.indexOf(a) - source.indexOf(b));
  return ready.shift();
}
