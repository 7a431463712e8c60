/** What can be read from a value by `.name`, as far as its type tells; the counterpart of the checker's `readFields`. */
import type { Checking } from '../checker/checking.ts';
import { PSEUDO_FIELDS } from '../checker/schema.ts';
import { type RecordField, type Type, UNKNOWN } from '../types.ts';

export function membersOf(type: Type, { facts }: Pick<Checking, 'facts'>): readonly RecordField[] {
  if (type.kind === 'record') return type.fields;
  if (type.kind !== 'fact') return [];
  const declared = [...(facts.get(type.fact)?.fields ?? [])].map(([name, field]) => ({ name, ...field }));
  const own = [...PSEUDO_FIELDS].map(([name, pseudo]) => ({ name, type: pseudo, optional: false }));
  return [...declared, ...own.filter(({ name }) => !declared.some((each) => each.name === name))];
}

/** The type of a member; unknown when nobody knows. */
export function memberType(type: Type, name: string, checking: Pick<Checking, 'facts'>): Type {
  return membersOf(type, checking).find((member) => member.name === name)?.type ?? UNKNOWN;
}

export function elementType(type: Type): Type {
  return type.kind === 'list' ? type.element : UNKNOWN;
}
