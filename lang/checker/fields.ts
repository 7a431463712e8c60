/** What is read from a value by `.field`, as far as its type tells. */
import type { Name } from '../ast/nodes.ts';
import { type Type, UNKNOWN } from '../types.ts';
import type { Checking } from './checking.ts';
import { scalarField, unknownField, unknownMember } from './errors.ts';
import { PSEUDO_FIELDS } from './schema.ts';

/** The type of what remains when the fields after the first segment have been read from it. */
export function readFields(type: Type, segments: readonly Name[], checking: Checking): Type {
  let read = type;
  for (const [index, field] of segments.entries()) {
    if (index === 0) continue;
    const text = pathText(segments.slice(0, index));
    if (read.kind === 'unknown' || read.kind === 'null') return UNKNOWN;
    if (read.kind === 'fact') read = readFactField(read.fact, field, checking);
    else if (read.kind === 'record') read = readRecordField(read, { field, path: text }, checking);
    else {
      scalarField({ text, span: field.span }, read, checking.diagnostics);
      return UNKNOWN;
    }
  }
  return read;
}

function readFactField(fact: string, field: Name, { facts, diagnostics }: Checking): Type {
  const pseudo = PSEUDO_FIELDS.get(field.text);
  const schema = facts.get(fact);
  if (pseudo !== undefined) return pseudo;
  if (schema === undefined) return UNKNOWN;
  const declared = schema.fields.get(field.text);
  if (declared !== undefined) return declared.type;
  const known = new Set([...schema.fields.keys(), ...PSEUDO_FIELDS.keys()]);
  unknownField(schema.owner, { name: field, known }, diagnostics);
  return UNKNOWN;
}

function readRecordField(
  { fields }: Extract<Type, { readonly kind: 'record' }>,
  { field, path }: { readonly field: Name; readonly path: string },
  { diagnostics }: Checking,
): Type {
  const declared = fields.find(({ name }) => name === field.text);
  if (declared !== undefined) return declared.type;
  unknownMember(path, { name: field, known: fields.map(({ name }) => name) }, diagnostics);
  return UNKNOWN;
}

function pathText(segments: readonly Name[]): string {
  return segments.map(({ text }) => text).join('.');
}
