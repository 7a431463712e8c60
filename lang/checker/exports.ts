/**
 * What a module gives to the checks of those that import it: its own schemas and consts, and of other modules the fact types
 * that the types of its consts mention, because nobody else may be able to say what they are. Nothing more is passed on:
 * a module need only be checked again when one that it imports itself looks different.
 */
import type { ConstDeclaration } from '../ast/nodes.ts';
import type { Type } from '../types.ts';
import type { Checking } from './checking.ts';
import type { Extent } from './consts.ts';
import type { Schema } from './schema.ts';

export interface Exports {
  /** By qualified name. */
  readonly facts: ReadonlyMap<string, Schema>;
  readonly outcomes: ReadonlyMap<string, Schema>;
  readonly tableSchemas: ReadonlyMap<string, Schema>;
  readonly constTypes: ReadonlyMap<ConstDeclaration, Type>;
  readonly constExtents: ReadonlyMap<ConstDeclaration, Extent>;
}

/** Call when everything in the module has been checked. */
export function exportsOf(checking: Checking): Exports {
  const { names, facts, outcomes, tableSchemas, constTypes, constExtents } = checking;
  const own = (kind: 'fact' | 'outcome' | 'table'): readonly string[] =>
    names.first(kind).map(({ name }) => names.qualified(name.text));
  const consts = names.first('const');
  const mentioned = consts.flatMap((declaration) => factsIn(constTypes.get(declaration)));
  return {
    facts: only(facts, [...own('fact'), ...mentioned]),
    outcomes: only(outcomes, own('outcome')),
    tableSchemas: only(tableSchemas, own('table')),
    constTypes: only(constTypes, consts),
    constExtents: only(constExtents, consts),
  };
}

function factsIn(type: Type | undefined): readonly string[] {
  if (type?.kind === 'fact') return [type.fact];
  if (type?.kind === 'list') return factsIn(type.element);
  return type?.kind === 'record' ? type.fields.flatMap((field) => factsIn(field.type)) : [];
}

function only<Key, Value>(map: ReadonlyMap<Key, Value>, keys: readonly Key[]): ReadonlyMap<Key, Value> {
  const found = new Map<Key, Value>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}
