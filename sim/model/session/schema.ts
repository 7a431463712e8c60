/** Whether what a rule gives fits a declared fact or outcome, field by field in the order of the declaration. */
import { typeName, type RecordField, type Type } from '#lang/types.js';
import { findUnit } from '#lang/units.js';
import { isList, isRecord, Money, type ModelRecord, type ModelValue, record } from '../value.ts';

export type Fitted =
  | { readonly kind: 'valid'; readonly fields: ModelRecord }
  | { readonly kind: 'invalid'; readonly reason: string };

/** `whole`: required fields are there, and not null. `part`: of what is there each fits, or is null. */
export function fit(given: ModelRecord, schema: readonly RecordField[], extent: 'whole' | 'part'): Fitted {
  const fields: (readonly [string, ModelValue])[] = [];
  for (const { name, optional, type } of schema) {
    if (name === 'key') continue;
    const value = given[name];
    if ((value ?? null) === null && !optional && extent === 'whole')
      return { kind: 'invalid', reason: `missing required field \`${name}\`` };
    if (value === undefined) continue;
    const taken = value === null ? null : converted(type, value);
    if (taken === undefined) return { kind: 'invalid', reason: mismatch(name, type, value) };
    fields.push([name, taken]);
  }
  return { kind: 'valid', fields: record(fields) };
}

function converted(type: Type, value: ModelValue): ModelValue | undefined {
  switch (type.kind) {
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'string':
    case 'boolean':
      return typeof value === type.kind ? value : undefined;
    case 'timestamp':
      return typeof value === 'number' ? Math.trunc(value) : undefined;
    case 'decimal':
      return value instanceof Money && isOfUnit(value, type) ? value : undefined;
    case 'enum':
      return typeof value === 'string' && type.values.includes(value) ? value : undefined;
    case 'list':
    case 'record':
    case 'unknown':
    case 'null':
    case 'fact':
      return value;
  }
}

function isOfUnit({ unit }: Money, type: Type & { kind: 'decimal' }): boolean {
  if (type.unit !== null) return unit === type.unit;
  return type.dimension === null || findUnit(unit)?.dimension === type.dimension;
}

function mismatch(name: string, type: Type, value: ModelValue): string {
  return `field \`${name}\` expects ${typeName(type)}, got ${described(value)}`;
}

function described(value: ModelValue): string {
  if (value instanceof Money) return `a quantity in \`${value.unit}\``;
  if (isList(value)) return 'list';
  if (typeof value === 'string') return `\`${value.slice(0, 40)}\``;
  return isRecord(value) ? 'object' : typeof value;
}
