/** What is given for the fields of something made, against its schema. Without a schema anything may be given. */
import type { Name, Param } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { NUMBER, type Type } from '../types.ts';
import type { Checking } from './checking.ts';
import { AGE, goTogether } from './dimensions.ts';
import {
  duplicateParam,
  fieldTypeMismatch,
  missingField,
  missingVariantField,
  type OwnerKind,
  reservedField,
  unknownField,
} from './errors.ts';
import { checkEnumText } from './enums.ts';
import { qualifiedName } from './names.ts';
import { demand } from './references.ts';
import { isReserved, type Schema, type SchemaField } from './schema.ts';

export interface Payload {
  /** What is made: the place where something missing is reported. */
  readonly target: { readonly span: Span };
  readonly kind: OwnerKind;
  readonly params: readonly Param[];
  /** Given once for several, and checked by itself. */
  readonly inherited?: readonly Param[];
  readonly schema: Schema | undefined;
  /** Whether every required field must be there: an overlay gives some. */
  readonly isWhole: boolean;
}

/** The schema of what a declaration returns; a name that nothing declares is reported. */
export function returnedSchema(returns: Name, checking: Checking): Schema | undefined {
  const outcome = demand('outcome', returns, checking);
  return outcome === undefined ? undefined : checking.outcomes.get(qualifiedName(outcome));
}

/** Call when the types of the params are known. */
export function checkPayload(payload: Payload, checking: Checking): void {
  const { params, schema } = payload;
  checkNames(payload, checking);
  for (const { name, value } of params) {
    const found = checking.tables.types.get(value);
    const field = schema?.fields.get(name.text);
    if (field !== undefined) checkEnumText(field.type, value, checking.diagnostics);
    if (
      schema === undefined ||
      field === undefined ||
      found === undefined ||
      isAssignable(found, field, payload.kind)
    )
      continue;
    const mismatch = { name: name.text, expected: field.type, found, span: value.span };
    fieldTypeMismatch(schema.owner, mismatch, checking.diagnostics);
  }
  if (schema !== undefined && payload.isWhole) checkMissing(payload, schema, checking);
}

function checkNames({ params, schema, kind }: Payload, { diagnostics }: Checking): void {
  const seen = new Map<string, Name>();
  for (const { name } of params) {
    const first = seen.get(name.text);
    if (first !== undefined) duplicateParam({ first, again: name }, diagnostics);
    else seen.set(name.text, name);
    if (schema !== undefined && !schema.fields.has(name.text)) {
      unknownField(schema.owner, { name, known: schema.fields.keys() }, diagnostics);
    } else if (schema === undefined && name.text !== 'key' && isReserved(name.text, kind)) {
      reservedField(name, diagnostics);
    }
  }
}

/** The `key` of a fact is asked for by itself, also where nothing is declared. */
function checkMissing(
  { target, params, inherited }: Payload,
  { owner, fields }: Schema,
  { diagnostics }: Checking,
): void {
  const given = new Set([...params, ...(inherited ?? [])].map(({ name }) => name.text));
  for (const [text, { optional }] of fields) {
    if (optional || given.has(text) || (owner.kind === 'fact' && text === 'key')) continue;
    const field = { text, span: target.span };
    if (inherited === undefined) missingField(owner, field, diagnostics);
    else missingVariantField(owner, field, diagnostics);
  }
}

/** A cell of a table may be null. */
function isAssignable(found: Type, { type, optional }: SchemaField, kind: OwnerKind): boolean {
  if (found.kind === 'null') return optional || type.kind === 'unknown' || kind === 'table';
  return goTogether(
    found === AGE && type.kind === 'number' && type.dimension === null ? NUMBER : found,
    type,
  );
}
