/**
 * Whether rules can be put in an order in which prerequisites come first. Kahn's algorithm, without recursion: a
 * bundle may hold a chain of a million rules.
 */
interface Requiring {
  readonly name: string;
  readonly requires: readonly string[];
}

/** A rule that waits for itself, or for one that does; names are unique and known. */
export function findRequiresCycle(rules: readonly Requiring[]): string | undefined {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const { name, requires } of rules) {
    if (requires.length > 0) waiting.set(name, requires.length);
    for (const required of requires) {
      const known = dependents.get(required);
      if (known === undefined) dependents.set(required, [name]);
      else known.push(name);
    }
  }
  if (waiting.size === 0) return undefined;
  const ready = rules.filter(({ requires }) => requires.length === 0).map(({ name }) => name);
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    for (const dependent of dependents.get(name) ?? []) {
      const missing = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, missing);
      if (missing > 0) continue;
      waiting.delete(dependent);
      ready.push(dependent);
    }
  }
  return waiting.keys().next().value;
}
