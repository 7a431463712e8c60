/**
 * What a name means at a place of a program. Scopes nest; a quantifier's variable is bound in the scope it stands in
 * and stays there, because a true quantifier leaves its witness to what is evaluated later (facts 9.2), while the
 * variable of an aggregate and the columns of a lookup live in a scope of their own.
 */
import { type Type, typeName, UNKNOWN } from '../types.ts';
import type { Schema } from './schema.ts';

/** The names that are there without being declared: any context path, or only those of an outcome. */
export type Surroundings =
  | { readonly kind: 'context' }
  /** A handler's `where`. `schema` is `null` when the outcome is not declared, and any name may be a field. */
  | { readonly kind: 'outcome'; readonly schema: Schema | null };

export class Scope {
  readonly surroundings: Surroundings;
  readonly #parent: Scope | null;
  /** The table whose columns are names here. */
  readonly #columns: Schema | 'any' | null;
  /** How many lookups are around. */
  readonly #depth: number;
  readonly #locals = new Map<string, Type>();

  constructor(
    surroundings: Surroundings,
    parent: Scope | null = null,
    columns: Schema | 'any' | null = null,
  ) {
    this.surroundings = surroundings;
    this.#parent = parent;
    this.#columns = columns;
    this.#depth = (parent === null ? 0 : parent.#depth) + (columns === null ? 0 : 1);
  }

  /** A scope whose bindings do not get out. */
  inner(): Scope {
    return new Scope(this.surroundings, this);
  }

  /** Inside the condition of a lookup, where the columns of its table are names; of a table that is not there, any. */
  withColumns(columns: Schema | 'any'): Scope {
    return new Scope(this.surroundings, this, columns);
  }

  find(name: string): Type | undefined {
    if (this.#columns !== 'any' && this.#columnType(name) !== undefined) return undefined;
    return this.#locals.get(name) ?? this.#parent?.find(name);
  }

  /** A column, unless a variable that is bound inside of the lookup hides it. */
  findColumn(name: string): { readonly type: Type; readonly depth: number } | undefined {
    if (this.#locals.has(name) || (this.#columns === 'any' && this.find(name) !== undefined))
      return undefined;
    const type = this.#columnType(name);
    return type === undefined ? this.#parent?.findColumn(name) : { type, depth: this.#depth - 1 };
  }

  #columnType(name: string): Type | undefined {
    return this.#columns === 'any' ? UNKNOWN : this.#columns?.fields.get(name)?.type;
  }

  bind(name: string, type: Type): void {
    this.#locals.set(name, type);
  }

  /** After a quantifier the name holds its witness, or what it held before: of two types, neither is known. */
  release(name: string, outer: Type | undefined): void {
    if (outer !== undefined && typeName(outer) !== typeName(this.find(name) ?? UNKNOWN))
      this.bind(name, UNKNOWN);
  }
}
