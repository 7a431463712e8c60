/**
 * Static types. The checker is gradual: `unknown` is compatible with everything, so a program without declarations
 * still compiles, and every declaration makes more mistakes visible. Dimensions exist only here; at run time a
 * quantity is a plain number in its dimension's base unit.
 */
export type Type =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'number'; readonly dimension: string | null }
  | { readonly kind: 'list'; readonly element: Type }
  | { readonly kind: 'fact'; readonly fact: string };

/** The dimension of a difference of two temperatures (decision 13 of the language): scaled, never offset. */
export const TEMPERATURE_DIFFERENCE = 'temperature difference';

export const UNKNOWN: Type = { kind: 'unknown' };
export const NULL: Type = { kind: 'null' };
export const BOOLEAN: Type = { kind: 'boolean' };
export const STRING: Type = { kind: 'string' };
export const TIMESTAMP: Type = { kind: 'timestamp' };
export const NUMBER: Type = { kind: 'number', dimension: null };

export function numberOf(dimension: string | null): Type {
  return { kind: 'number', dimension };
}

/** The type as messages show it: `number<temperature>`, `list<string>`, `fact Quake`. */
export function typeName(type: Type): string {
  if (type.kind === 'number') return type.dimension === null ? 'number' : `number<${type.dimension}>`;
  if (type.kind === 'list')
    return type.element.kind === 'unknown' ? 'list' : `list<${typeName(type.element)}>`;
  return type.kind === 'fact' ? `fact ${type.fact}` : type.kind;
}

/** Whether values of the two types may be compared or assigned; `null` and `unknown` fit everything. */
export function areCompatible(left: Type, right: Type): boolean {
  if (left.kind === 'unknown' || right.kind === 'unknown') return true;
  if (left.kind === 'null' || right.kind === 'null') return true;
  if (left.kind !== right.kind) return false;
  if (left.kind === 'number' && right.kind === 'number') return left.dimension === right.dimension;
  if (left.kind === 'list' && right.kind === 'list') return areCompatible(left.element, right.element);
  if (left.kind === 'fact' && right.kind === 'fact') return left.fact === right.fact;
  return true;
}
