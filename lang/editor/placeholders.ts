/** Values to begin with, by type: they check, and are for the author to replace. */
import type { SchemaField } from '../checker/schema.ts';
import type { Type } from '../types.ts';
import { canonicalSymbol } from './unit-symbols.ts';

function placeholder(type: Type): string {
  switch (type.kind) {
    case 'string':
      return '""';
    case 'boolean':
      return 'false';
    case 'timestamp':
      return 'now()';
    case 'number':
      return type.dimension === null ? '0' : `0 ${canonicalSymbol(type.dimension)}`;
    case 'decimal':
      return `0 ${type.unit ?? 'USD'}`;
    case 'enum':
      return `"${type.values[0] ?? ''}"`;
    case 'list':
      return '[]';
    case 'unknown':
    case 'null':
    case 'record':
    case 'fact':
      return 'null';
  }
}

/** `name: value` for each field. */
export function placeholders(fields: Iterable<readonly [string, SchemaField]>): readonly string[] {
  return [...fields].map(([name, { type }]) => `${name}: ${placeholder(type)}`);
}
