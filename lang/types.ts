/**
 * Static types. The checker is gradual: `unknown` is compatible with everything, so a program without declarations
 * still compiles, and every declaration makes more mistakes visible. Dimensions exist only here; at run time a
 * quantity is a plain number in its dimension's base unit. Amounts of money are decimals and keep their unit.
 */
export type Type =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'number'; readonly dimension: string | null }
  /** A `null` is any: `decimal`, `decimal<currency>`, `decimal<USD>`. */
  | { readonly kind: 'decimal'; readonly dimension: string | null; readonly unit: string | null }
  /** A string that is one of these. */
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly element: Type }
  | { readonly kind: 'record'; readonly fields: readonly RecordField[] }
  /** A bound fact, by the qualified name of its declaration. */
  | { readonly kind: 'fact'; readonly fact: string };

export interface RecordField {
  readonly name: string;
  readonly optional: boolean;
  readonly type: Type;
}

/** The dimension of a difference of two temperatures (decision 13 of the language): scaled, never offset. */
export const TEMPERATURE_DIFFERENCE = 'temperature difference';

export const UNKNOWN: Type = { kind: 'unknown' };
export const NULL: Type = { kind: 'null' };
export const BOOLEAN: Type = { kind: 'boolean' };
export const STRING: Type = { kind: 'string' };
export const TIMESTAMP: Type = { kind: 'timestamp' };
export const NUMBER: Type = { kind: 'number', dimension: null };
export const DECIMAL: Type = { kind: 'decimal', dimension: null, unit: null };

export function numberOf(dimension: string | null): Type {
  return { kind: 'number', dimension };
}

/** The type as messages show it: `number<temperature>`, `decimal<USD>`, `list<string>`, `fact Quake`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'number':
      return parameterized('number', type.dimension);
    case 'decimal':
      return parameterized('decimal', type.unit ?? type.dimension);
    case 'enum':
      return `enum(${type.values.map((value) => `"${value}"`).join(', ')})`;
    case 'list':
      return parameterized('list', type.element.kind === 'unknown' ? null : typeName(type.element));
    case 'record':
      return 'object';
    case 'fact':
      return `fact ${type.fact}`;
    case 'unknown':
    case 'null':
    case 'boolean':
    case 'string':
    case 'timestamp':
      return type.kind;
  }
}

/** Whether values of the two types may be compared or assigned; `null` and `unknown` fit everything. */
export function areCompatible(left: Type, right: Type): boolean {
  if (left.kind === 'unknown' || right.kind === 'unknown') return true;
  if (left.kind === 'null' || right.kind === 'null') return true;
  if (left.kind === 'enum') return isText(right, left.values);
  if (right.kind === 'enum') return isText(left, right.values);
  if (left.kind === 'number' && right.kind === 'number') return left.dimension === right.dimension;
  if (left.kind === 'decimal' && right.kind === 'decimal')
    return agree(left.dimension, right.dimension) && agree(left.unit, right.unit);
  if (isRatio(left) || isRatio(right)) return isPlainNumber(left) || isPlainNumber(right);
  if (left.kind === 'list' && right.kind === 'list') return areCompatible(left.element, right.element);
  if (left.kind === 'fact' && right.kind === 'fact') return left.fact === right.fact;
  return left.kind === right.kind;
}

function isText(type: Type, values: readonly string[]): boolean {
  return (
    type.kind === 'string' || (type.kind === 'enum' && type.values.some((value) => values.includes(value)))
  );
}

/** A decimal of which no unit is known may have none, and then it goes with plain numbers. */
function isRatio(type: Type): boolean {
  return type.kind === 'decimal' && type.dimension === null && type.unit === null;
}

function isPlainNumber(type: Type): boolean {
  return type.kind === 'number' && type.dimension === null;
}

function agree(left: string | null, right: string | null): boolean {
  return left === null || right === null || left === right;
}

function parameterized(name: string, parameter: string | null): string {
  return parameter === null ? name : `${name}<${parameter}>`;
}
