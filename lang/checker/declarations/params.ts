/** Params of actions, asserts and emits, against the schema of what they make. Without a schema anything may be given. */
import type { Name, Param } from '../../ast/nodes.ts';
import { NUMBER, type Type } from '../../types.ts';
import type { Checking } from '../checking.ts';
import { AGE, goTogether } from '../dimensions.ts';
import { duplicateParam, fieldTypeMismatch, missingField, reservedField, unknownField } from '../errors.ts';
import { infer } from '../infer.ts';
import { isReserved, type Schema, type SchemaField } from '../schema.ts';
import type { Scope } from '../scope.ts';

export interface Given {
  /** What is made: the place where something missing is reported. */
  readonly target: Name;
  readonly kind: 'fact' | 'outcome';
  readonly params: readonly Param[];
  readonly schema: Schema | undefined;
}

/** Every param is evaluated by itself, over the locals that the condition has left. */
export function checkParams(given: Given, scope: Scope, checking: Checking): void {
  const { params, schema } = given;
  checkNames(given, checking);
  for (const { name, value } of params) {
    const found = infer(value, scope.inner(), checking);
    const field = schema?.fields.get(name.text);
    if (schema === undefined || field === undefined || isAssignable(found, field)) continue;
    const mismatch = { name: name.text, expected: field.type, found, span: value.span };
    fieldTypeMismatch(schema.owner, mismatch, checking.diagnostics);
  }
  if (schema !== undefined) checkMissing(given, schema, checking);
}

function checkNames({ params, schema, kind }: Given, { diagnostics }: Checking): void {
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
function checkMissing({ target, params }: Given, { owner, fields }: Schema, { diagnostics }: Checking): void {
  const given = new Set(params.map(({ name }) => name.text));
  for (const [text, { optional }] of fields) {
    if (optional || given.has(text) || (owner.kind === 'fact' && text === 'key')) continue;
    missingField(owner, { text, span: target.span }, diagnostics);
  }
}

function isAssignable(found: Type, { type, optional }: SchemaField): boolean {
  if (found.kind === 'null') return optional || type.kind === 'unknown';
  return goTogether(
    found === AGE && type.kind === 'number' && type.dimension === null ? NUMBER : found,
    type,
  );
}
