/** Which names an expression binds, and which it takes from around it: what inlining must not mix up. */
import type { Expression } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';

/** Names that a true quantifier leaves bound behind it. */
export function witnessesOf(roots: readonly Expression[]): ReadonlySet<string> {
  return collect(roots, (node) => (node.kind === 'quantifier' ? node.variable.text : undefined));
}

/** All variables, those of aggregates too, which end with them. */
export function variablesOf(roots: readonly Expression[]): ReadonlySet<string> {
  return collect(roots, (node) =>
    node.kind === 'quantifier' || node.kind === 'aggregate' ? node.variable.text : undefined,
  );
}

/** First words of paths, whether bound inside or not. */
export function headsOf(roots: readonly Expression[]): ReadonlySet<string> {
  return collect(roots, (node) => (node.kind === 'path' ? node.segments[0].text : undefined));
}

/** First words of paths that are not variables of the expression itself. */
export function openHeadsOf(expression: Expression): ReadonlySet<string> {
  const bound = variablesOf([expression]);
  return new Set([...headsOf([expression])].filter((head) => !bound.has(head)));
}

/** A name that is in both. */
export function firstShared(some: ReadonlySet<string>, others: ReadonlySet<string>): string | undefined {
  for (const name of some) if (others.has(name)) return name;
  return undefined;
}

function collect(
  roots: readonly Expression[],
  nameIn: (node: Expression) => string | undefined,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: Expression): void => {
    const name = nameIn(node);
    if (name !== undefined) found.add(name);
    children(node).forEach(visit);
  };
  roots.forEach(visit);
  return found;
}
