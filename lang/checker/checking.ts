/** One check of one module: what is known before, and the side tables that it fills. */
import type { ConstDeclaration } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { Type } from '../types.ts';
import type { Tables } from './checked.ts';
import type { Extent } from './consts.ts';
import type { ContextShape } from './context-shape.ts';
import type { ModuleNames } from './names.ts';
import type { Schema } from './schema.ts';

export interface Checking {
  readonly diagnostics: Diagnostics;
  readonly names: ModuleNames;
  readonly tables: Tables;
  /** Of this module and what those it imports give, by qualified name. */
  readonly facts: ReadonlyMap<string, Schema>;
  readonly outcomes: ReadonlyMap<string, Schema>;
  readonly tableSchemas: ReadonlyMap<string, Schema>;
  readonly shape: ContextShape;
  /** Filled in order of dependency; a const of a cycle never gets a type. Those of imported modules are there before. */
  readonly constTypes: Map<ConstDeclaration, Type>;
  readonly constExtents: Map<ConstDeclaration, Extent>;
  /** Declarations of any module that this one refers to, by what `identityOf` calls them. */
  readonly used: Set<string>;
  /** Undeclared facts and outcomes that have been warned about, each once. */
  readonly undeclared: Set<string>;
}
