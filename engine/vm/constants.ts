/** Constants of a program as values, and its tables as lists of records in the order of each lookup. */
import { bareRecord } from '../bare.ts';
import type { Constant, Program, TableView } from '#lang/bytecode/program.js';
import { Decimal } from '../decimal.ts';
import { compareValues, type Value, type ValueRecord } from '../value.ts';

export function valueOf(constant: Constant): Value {
  switch (constant.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'number':
    case 'string':
      return constant.value;
    case 'decimal':
      return Decimal.of(constant.digits, constant.unit);
    case 'list':
      return constant.elements.map(valueOf);
  }
}

/** Ties keep the order of the table; what has no order, like null, stands at the end either way. */
export function rowsOf(
  { tables }: Program,
  { table, column, descending }: TableView,
): readonly ValueRecord[] {
  const { columns = [], rows = [] } = tables[table] ?? {};
  const records = rows.map((row) =>
    recordOf(
      columns.map(({ name }) => name),
      row.map(valueOf),
    ),
  );
  const by = columns[column]?.name;
  if (by === undefined) return records;
  const isOrdered = (record: ValueRecord): boolean =>
    compareValues(record[by] ?? null, record[by] ?? null) === 0;
  const sign = descending ? -1 : 1;
  const ordered = records
    .filter(isOrdered)
    .sort((a, b) => sign * (compareValues(a[by] ?? null, b[by] ?? null) ?? 0));
  return [...ordered, ...records.filter((record) => !isOrdered(record))];
}

function recordOf(names: readonly string[], values: readonly Value[]): ValueRecord {
  const record = bareRecord<Value>();
  for (const [index, name] of names.entries()) record[name] = values[index] ?? null;
  return record;
}
