/**
 * A limit on the height of expression trees. Parsing a chain like `a or b or c …` takes no stack, but everything after
 * it (checker, compiler, printers) walks trees by recursion; with this limit none of them can overflow.
 */
import type { Declaration, Expression } from '../ast/nodes.ts';
import { expressionsOf } from '../ast/roots.ts';
import { children } from '../ast/visit.ts';
import type { Diagnostics } from '../diagnostic.ts';

export const HEIGHT_MAX = 1_000;

/** Reports the first expression of the declaration that is too high; `false` when there is one. */
export function hasSafeHeight(declaration: Declaration, diagnostics: Diagnostics): boolean {
  const tall = expressionsOf(declaration).find(isTooHigh);
  if (tall === undefined) return true;
  diagnostics.report('parse/too-deep', { span: tall.span, values: { limit: HEIGHT_MAX } });
  return false;
}

/** Level by level, without recursion. Each level takes a character at least, so short text needs no look. */
function isTooHigh(root: Expression): boolean {
  if (root.span.end - root.span.start <= HEIGHT_MAX) return false;
  let level: readonly Expression[] = [root];
  for (let height = 0; level.length > 0; height++) {
    if (height > HEIGHT_MAX) return true;
    level = level.flatMap(children);
  }
  return false;
}
