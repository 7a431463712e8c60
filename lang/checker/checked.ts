/**
 * What the checker hands to the compiler and the editor: the declarations with side tables keyed by node. The tree itself is
 * never changed, so editor features can hold it while a new check runs.
 */
import type { ConstDeclaration, Declaration, Expression, Name, NumberLiteral, Path } from '../ast/nodes.ts';
import type { Type } from '../types.ts';
import type { ModuleNames, Owned } from './names.ts';

/** What a path stands for. `fields` are the segments that remain to be read from it. */
export type Resolution =
  /** A let, quantifier, aggregate or column variable. */
  | { readonly kind: 'local'; readonly name: string; readonly fields: readonly string[] }
  /** A column of the table of a lookup around it; the outermost has depth 0. */
  | { readonly kind: 'column'; readonly name: string; readonly depth: number }
  /** A const, inlined where it is used. */
  | { readonly kind: 'const'; readonly declaration: ConstDeclaration; readonly module: string }
  /** `facts.T`: the collection of facts of a type, by its name in the program. */
  | { readonly kind: 'facts'; readonly factType: string }
  /** `__now`. */
  | { readonly kind: 'now' }
  /** `current_round`. */
  | { readonly kind: 'round' }
  /** A path into the context or envelope. */
  | { readonly kind: 'context'; readonly path: readonly string[] };

export interface Tables {
  readonly types: Map<Expression, Type>;
  readonly resolutions: Map<Path, Resolution>;
  /** What names of declarations mean, where they are known. */
  readonly references: Map<Name, Owned>;
  /** Temperature literals that stand for a difference and are converted by scale only. */
  readonly differences: Set<NumberLiteral>;
  /** Subtractions that are a date (`2026-01-01`) because they are compared with a timestamp: its seconds. */
  readonly dates: Map<Expression, number>;
}

export interface CheckedModule extends Tables {
  readonly path: string;
  readonly names: ModuleNames;
  readonly declarations: readonly Declaration[];
}

/** Modules after those they import; the root is the last. */
export type Checked = ReadonlyMap<string, CheckedModule>;

export function emptyTables(): Tables {
  return {
    types: new Map(),
    resolutions: new Map(),
    references: new Map(),
    differences: new Set(),
    dates: new Map(),
  };
}
