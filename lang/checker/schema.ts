/**
 * Schemas: written types → static types, and the fields that every fact has without declaring them. Names that the
 * engine or JavaScript gives a meaning of their own are refused as field names.
 */
import type {
  FactDeclaration,
  FieldDeclaration,
  Name,
  OutcomeDeclaration,
  TableDeclaration,
  TypeExpression,
} from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import {
  BOOLEAN,
  DECIMAL,
  NUMBER,
  numberOf,
  type RecordField,
  STRING,
  TIMESTAMP,
  type Type,
  UNKNOWN,
} from '../types.ts';
import { dimensionNames, findUnit, isDimension, isMoney } from '../units.ts';
import { AGE } from './dimensions.ts';
import {
  duplicateField,
  emptyEnum,
  invalidKeyField,
  type Owner,
  type OwnerKind,
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

const LIST: Type = { kind: 'list', element: UNKNOWN };

const TYPES: ReadonlyMap<string, Type> = new Map([
  ['number', NUMBER],
  ['decimal', DECIMAL],
  ['string', STRING],
  ['boolean', BOOLEAN],
  ['bool', BOOLEAN],
  ['timestamp', TIMESTAMP],
  ['list', LIST],
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
export function fieldType({ name, parameter, values, fields }: TypeExpression): Type {
  if (name.text === 'enum') return { kind: 'enum', values: values.map(({ value }) => value) };
  if (fields !== null) return { kind: 'record', fields: recordFields(fields) };
  const type = TYPES.get(name.text) ?? UNKNOWN;
  if (parameter === null) return type;
  if (type.kind === 'list') return { kind: 'list', element: fieldType(parameter) };
  const dimension = parameter.name.text;
  if (type.kind === 'number') return isDimension(dimension) ? numberOf(dimension) : UNKNOWN;
  return type.kind === 'decimal' ? decimalOf(dimension) : UNKNOWN;
}

/** `decimal<USD>` fixes the currency, `decimal<currency>` any. */
function decimalOf(parameter: string): Type {
  const unit = findUnit(parameter);
  if (unit !== undefined && isMoney(unit))
    return { kind: 'decimal', dimension: unit.dimension, unit: parameter };
  return isDimension(parameter) ? { kind: 'decimal', dimension: parameter, unit: null } : UNKNOWN;
}

export function recordFields(fields: readonly FieldDeclaration[]): readonly RecordField[] {
  const found = new Map<string, RecordField>();
  for (const { name, optional, type } of fields) {
    if (!found.has(name.text)) found.set(name.text, { name: name.text, optional, type: fieldType(type) });
  }
  return [...found.values()];
}

/** The fields by name, the first of each; a fact has a `key` even if it declares none. */
export function schemaOf(declaration: FactDeclaration | OutcomeDeclaration): Schema {
  const fields = new Map<string, SchemaField>();
  if (declaration.kind === 'fact') fields.set('key', { type: STRING, optional: false });
  for (const { name, type, optional } of recordFields(declaration.fields)) {
    if (!fields.has(name)) fields.set(name, { type, optional });
  }
  return { owner: { kind: declaration.kind, name: declaration.name.text }, fields };
}

/** The columns of a table: what a row can be asked for. */
export function tableSchema({ name, columns }: TableDeclaration): Schema {
  const fields = new Map<string, SchemaField>();
  for (const { name: column, type } of columns) {
    if (!fields.has(column.text)) fields.set(column.text, { type: fieldType(type), optional: false });
  }
  return { owner: { kind: 'table', name: name.text }, fields };
}

export function checkSchema(
  declaration: FactDeclaration | OutcomeDeclaration,
  diagnostics: Diagnostics,
): void {
  const owner = { kind: declaration.kind, name: declaration.name.text };
  checkFields(owner, declaration.fields, diagnostics);
  for (const field of declaration.fields) {
    if (declaration.kind === 'fact' && field.name.text === 'key') checkKey(declaration, field, diagnostics);
    else if (isReserved(field.name.text, declaration.kind)) reservedField(field.name, diagnostics);
  }
}

/** Names once each, and types that exist, however deep. */
export function checkFields(
  owner: Owner,
  fields: readonly FieldDeclaration[],
  diagnostics: Diagnostics,
): void {
  const seen = new Map<string, Name>();
  for (const { name, type } of fields) {
    const first = seen.get(name.text);
    if (first !== undefined) duplicateField(owner, { first, again: name }, diagnostics);
    else seen.set(name.text, name);
    const isChecked = owner.isNested === true || (owner.kind !== 'fact' && owner.kind !== 'outcome');
    if (isChecked && RESERVED.has(name.text)) reservedField(name, diagnostics);
    checkType(type, owner, diagnostics);
  }
}

/** Facts have their pseudo fields; outcomes have none, so `key` and `type` are theirs to declare. */
export function isReserved(name: string, kind: OwnerKind): boolean {
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

export function checkType(
  { name, parameter, values, fields, span }: TypeExpression,
  owner: Owner,
  diagnostics: Diagnostics,
): void {
  if (fields !== null) return checkFields({ ...owner, isNested: true }, fields, diagnostics);
  if (name.text === 'enum') return values.length === 0 ? emptyEnum(span, diagnostics) : undefined;
  const type = TYPES.get(name.text);
  if (type === undefined) return unknownType(name, [...TYPES.keys(), 'enum'], diagnostics);
  if (parameter === null) return;
  if (type.kind === 'list') return checkType(parameter, owner, diagnostics);
  if (type.kind !== 'number' && type.kind !== 'decimal')
    return typeParameter(name, parameter.span, diagnostics);
  const fits = fieldType({ kind: 'type', name, parameter, values, fields, span }).kind !== 'unknown';
  if (!fits) unknownDimension(parameter.name, dimensionNames(), diagnostics);
}
