/**
 * What the checker hands to the compiler: the declarations with side tables keyed by node. The tree itself is
 * never changed, so editor features can hold it while a new check runs.
 */
import type { ConstDeclaration, Declaration, Expression, NumberLiteral, Path } from '../ast/nodes.ts';
import type { Type } from '../types.ts';

/** What a path stands for. `fields` are the segments that remain to be read from it. */
export type Resolution =
  /** A let, quantifier or aggregate variable. */
  | { readonly kind: 'local'; readonly name: string; readonly fields: readonly string[] }
  /** A const, inlined where it is used; only a bare name resolves to one. */
  | { readonly kind: 'const'; readonly declaration: ConstDeclaration }
  /** `facts.T`: the collection of facts of a type, spelled as declared where it is declared. */
  | { readonly kind: 'facts'; readonly factType: string }
  /** `__now`. */
  | { readonly kind: 'now' }
  /** `current_round`. */
  | { readonly kind: 'round' }
  /** A path into the context or envelope. */
  | { readonly kind: 'context'; readonly path: readonly string[] };

export interface Checked {
  readonly declarations: readonly Declaration[];
  readonly resolutions: ReadonlyMap<Path, Resolution>;
  readonly types: ReadonlyMap<Expression, Type>;
  /** Temperature literals that stand for a difference and are converted by scale only. */
  readonly differences: ReadonlySet<NumberLiteral>;
}
