/** Values of test files as the engine has them: quantities in base units, amounts of money as decimals. */
import type { Entry, TestValue } from '#lang/testing/ast.js';
import { type Type, UNKNOWN } from '#lang/types.js';
import { findUnit, toCanonical } from '#lang/units.js';
import { Decimal } from '../decimal.ts';
import type { Value } from '../value.ts';

export function valueOf(value: TestValue): Value {
  switch (value.kind) {
    case 'number': {
      const unit = value.unit === null ? undefined : findUnit(value.unit);
      return unit === undefined ? value.value : toCanonical(value.value, unit);
    }
    case 'decimal':
      return Decimal.of(value.digits, value.unit);
    case 'string':
    case 'boolean':
      return value.value;
    case 'null':
      return null;
    case 'timestamp':
      return value.seconds;
    case 'list':
      return value.elements.map(valueOf);
    case 'record': {
      const record: Record<string, Value> = Object.create(null);
      for (const entry of value.entries) record[entry.path.text] = valueOf(entry.value);
      return record;
    }
  }
}

/** As data that comes from outside, for a place of a declared type: a quantity keeps its unit where one can be checked. */
export function rawOf(value: TestValue, type: Type): unknown {
  if (value.kind === 'number' && value.unit !== null && type.kind === 'number')
    return { value: value.value, unit: value.unit };
  if (value.kind === 'list') {
    const element = type.kind === 'list' ? type.element : UNKNOWN;
    return value.elements.map((each) => rawOf(each, element));
  }
  return value.kind === 'record' ? rawRecord(value.entries, fieldsOf(type)) : valueOf(value);
}

/** `fields` are the declared ones; others are of no known type. */
export function rawRecord(
  entries: readonly Entry[],
  fields: readonly { readonly name: string; readonly type: Type }[],
): Readonly<Record<string, unknown>> {
  const record: Record<string, unknown> = Object.create(null);
  for (const { path, value } of entries)
    record[path.text] = rawOf(value, fields.find(({ name }) => name === path.text)?.type ?? UNKNOWN);
  return record;
}

function fieldsOf(type: Type): readonly { readonly name: string; readonly type: Type }[] {
  return type.kind === 'record' ? type.fields : [];
}
