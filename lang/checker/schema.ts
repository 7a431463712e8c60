/**
 * Schemas of facts and outcomes: written types → static types, and the fields that every fact has without declaring
 * them. Names that the engine or JavaScript gives a meaning of their own are refused as field names.
 */
import type {
  FactDeclaration,
  FieldDeclaration,
  Name,
  OutcomeDeclaration,
  TypeExpression,
} from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { BOOLEAN, NUMBER, numberOf, STRING, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import { dimensionNames, isDimension } from '../units.ts';
import { AGE } from './dimensions.ts';
import {
  duplicateField,
  invalidKeyField,
  type Owner,
  reservedField,
  typeParameter,
  unknownDimension,
  unknownType,
} from './errors.ts';

export interface SchemaField {
  readonly type: Type;
  readonly optional: boolean;
}

export interface Schema {
  readonly owner: Owner;
  readonly fields: ReadonlyMap<string, SchemaField>;
}

const TYPES: ReadonlyMap<string, Type> = new Map([
  ['number', NUMBER],
  ['string', STRING],
  ['boolean', BOOLEAN],
  ['bool', BOOLEAN],
  ['timestamp', TIMESTAMP],
]);

/** What can be read from every bound fact. */
export const PSEUDO_FIELDS: ReadonlyMap<string, Type> = new Map([
  ['key', STRING],
  ['type', STRING],
  ['__round', NUMBER],
  ['__asserted_at', TIMESTAMP],
  ['__age_seconds', AGE],
]);

const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The static type of a written one; `unknown` for one that does not exist. */
export function fieldType({ name, parameter }: TypeExpression): Type {
  const type = TYPES.get(name.text) ?? UNKNOWN;
  if (parameter === null) return type;
  return type.kind === 'number' && isDimension(parameter.text) ? numberOf(parameter.text) : UNKNOWN;
}

/** The fields by name, the first of each; a fact has a `key` even if it declares none. */
export function schemaOf(declaration: FactDeclaration | OutcomeDeclaration): Schema {
  const fields = new Map<string, SchemaField>();
  if (declaration.kind === 'fact') fields.set('key', { type: STRING, optional: false });
  for (const { name, type, optional } of declaration.fields) {
    if (!fields.has(name.text)) fields.set(name.text, { type: fieldType(type), optional });
  }
  return { owner: { kind: declaration.kind, name: declaration.name.text }, fields };
}

export function checkSchema(
  declaration: FactDeclaration | OutcomeDeclaration,
  diagnostics: Diagnostics,
): void {
  const owner = { kind: declaration.kind, name: declaration.name.text };
  const seen = new Map<string, Name>();
  for (const field of declaration.fields) {
    const first = seen.get(field.name.text);
    if (first !== undefined) duplicateField(owner, { first, again: field.name }, diagnostics);
    else seen.set(field.name.text, field.name);
    checkType(field.type, diagnostics);
    if (declaration.kind === 'fact' && field.name.text === 'key') checkKey(declaration, field, diagnostics);
    else if (isReserved(field.name.text, declaration.kind)) reservedField(field.name, diagnostics);
  }
}

/** Facts have their pseudo fields; outcomes have none, so `key` and `type` are theirs to declare. */
export function isReserved(name: string, kind: 'fact' | 'outcome'): boolean {
  return RESERVED.has(name) || (kind === 'fact' && PSEUDO_FIELDS.has(name));
}

function checkKey(
  fact: FactDeclaration,
  { type, optional, span }: FieldDeclaration,
  diagnostics: Diagnostics,
): void {
  const found = fieldType(type);
  if (optional || (found.kind !== 'string' && found.kind !== 'unknown'))
    invalidKeyField(fact.name, span, diagnostics);
}

function checkType({ name, parameter }: TypeExpression, diagnostics: Diagnostics): void {
  const type = TYPES.get(name.text);
  if (type === undefined) return unknownType(name, TYPES.keys(), diagnostics);
  if (parameter === null) return;
  if (type.kind !== 'number') typeParameter(name, parameter.span, diagnostics);
  else if (!isDimension(parameter.text)) unknownDimension(parameter, dimensionNames(), diagnostics);
}
