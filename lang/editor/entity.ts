/**
 * What a name in a text stands for, in a form that does not change when files are read again: kind, owner and name. Declarations
 * are owned by their module, fields by what has them, locals by the place that binds them; paths into the context and what
 * is used without being declared belong to the whole program.
 */
import type { DeclaredKind } from '../checker/errors.ts';
import type { Span } from '../span.ts';
import type { Type } from '../types.ts';

/** Kinds of declarations that other places refer to by name. */
export type NamedKind = Exclude<DeclaredKind, 'input' | 'feature' | 'include' | 'import'>;

export type EntityKind =
  | NamedKind
  | 'namespace'
  /** A file, where an import or include names it. */
  | 'module'
  /** Of a fact or outcome. */
  | 'field'
  | 'column'
  /** Into the context: `user.age`; of what is in a list `user.items[].price`. */
  | 'path'
  | 'local'
  | 'variant'
  /** A field in the variants of a flag. */
  | 'payload'
  | 'arm'
  | 'group';

export interface Entity {
  readonly kind: EntityKind;
  readonly owner: string;
  readonly name: string;
}

export interface Occurrence {
  readonly entity: Entity;
  /** Of the name alone, without namespace or quotes. */
  readonly span: Span;
  readonly isDeclaration: boolean;
  /** Of the value that the name stands for, where it has one. */
  readonly type: Type | null;
}

/** Owner of what is used without being declared. */
export const UNDECLARED = '*';

export function entityKey({ kind, owner, name }: Entity): string {
  return `${kind} ${owner} ${name}`;
}

/** Owner of the fields, columns, variants or arms of a declaration, by its name in the program. */
export function ownerOf(kind: NamedKind, qualified: string): string {
  return `${kind} ${qualified}`;
}

/** Where the members of a value are declared: its owner, and the way to it from there. */
export interface Origin {
  readonly kind: 'field' | 'column' | 'path';
  readonly owner: string;
  readonly prefix: string;
}

export function memberOf({ kind, owner, prefix }: Origin, name: string): Entity {
  return { kind, owner, name: prefix === '' ? name : `${prefix}.${name}` };
}

/** The origin of the members of a member. */
export function within(origin: Origin, name: string): Origin {
  return { ...origin, prefix: memberOf(origin, name).name };
}

/** The origin of what is in a list. */
export function elementOf(origin: Origin): Origin {
  return { ...origin, prefix: `${origin.prefix}[]` };
}
