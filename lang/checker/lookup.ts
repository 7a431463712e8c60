/** Lookups: bare names of columns mean columns, and the row for want of another fits the table. */
import type { Lookup } from '../ast/nodes.ts';
import { type RecordField, type Type, UNKNOWN } from '../types.ts';
import type { Checking } from './checking.ts';
import { lookupWithoutElse, unknownColumn } from './errors.ts';
import { qualifiedName } from './names.ts';
import { checkPayload } from './payload.ts';
import { demand } from './references.ts';
import type { Schema } from './schema.ts';

export function tableOf({ table }: Lookup, checking: Checking): Schema | undefined {
  const found = demand('table', table, checking);
  return found === undefined ? undefined : checking.tableSchemas.get(qualifiedName(found));
}

/** A row, or null when nothing matches and there is no `else`. Call when its parts have types. */
export function lookupType(
  { table, order, otherwise, span }: Lookup,
  schema: Schema | undefined,
  checking: Checking,
): Type {
  const { diagnostics } = checking;
  if (otherwise === null) lookupWithoutElse(span, diagnostics);
  if (schema === undefined) return UNKNOWN;
  if (order !== null && !schema.fields.has(order.column.text))
    unknownColumn(schema.owner, { name: order.column, known: schema.fields.keys() }, diagnostics);
  if (otherwise !== null)
    checkPayload({ target: table, kind: 'table', params: otherwise, schema, isWhole: true }, checking);
  return rowOf(schema);
}

function rowOf({ fields }: Schema): Type {
  const columns = [...fields].map(([name, field]): RecordField => ({ name, ...field }));
  return { kind: 'record', fields: columns };
}
