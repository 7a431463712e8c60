/** One check of one program: what is known before, and the side tables that it fills. */
import type { ConstDeclaration, Expression, NumberLiteral, Path } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { Type } from '../types.ts';
import type { Resolution } from './checked.ts';
import type { DeclaredNames } from './names.ts';
import type { Schema } from './schema.ts';

export interface Checking {
  readonly diagnostics: Diagnostics;
  readonly names: DeclaredNames;
  readonly facts: ReadonlyMap<string, Schema>;
  readonly outcomes: ReadonlyMap<string, Schema>;
  readonly types: Map<Expression, Type>;
  readonly resolutions: Map<Path, Resolution>;
  readonly differences: Set<NumberLiteral>;
  /** Filled in order of dependency; a const of a cycle never gets a type. */
  readonly constTypes: Map<ConstDeclaration, Type>;
  /** Segments that a rule refers to. */
  readonly usedSegments: Set<string>;
  /** Undeclared facts and outcomes that have been warned about, each once. */
  readonly undeclared: Set<string>;
}
