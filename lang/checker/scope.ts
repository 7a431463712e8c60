/**
 * What a name means at a place of a program. Scopes nest; a quantifier's variable is bound in the scope it stands in
 * and stays there, because a true quantifier leaves its witness to what is evaluated later (facts 9.2), while the
 * variable of an aggregate lives in a scope of its own.
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
  readonly #locals = new Map<string, Type>();

  constructor(surroundings: Surroundings, parent: Scope | null = null) {
    this.surroundings = surroundings;
    this.#parent = parent;
  }

  /** A scope whose bindings do not get out. */
  inner(): Scope {
    return new Scope(this.surroundings, this);
  }

  find(name: string): Type | undefined {
    return this.#locals.get(name) ?? this.#parent?.find(name);
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
