/** Tables: columns with types, rows that have them all, cells that are constants. */
import type { Name, TableDeclaration, TableRow } from '../../ast/nodes.ts';
import type { Checking } from '../checking.ts';
import { isConstant } from '../constant.ts';
import { goTogether } from '../dimensions.ts';
import { duplicateField } from '../errors.ts';
import { cellNotConstant, cellType, emptyTable, rowLength } from '../governed-errors.ts';
import { infer } from '../infer.ts';
import { checkType, fieldType } from '../schema.ts';
import { Scope } from '../scope.ts';

export function checkTable(table: TableDeclaration, checking: Checking): void {
  const { name, columns, rows } = table;
  const owner = { kind: 'table', name: name.text } as const;
  const seen = new Map<string, Name>();
  for (const { name: column, type } of columns) {
    const first = seen.get(column.text);
    if (first === undefined) seen.set(column.text, column);
    else duplicateField(owner, { first, again: column }, checking.diagnostics);
    checkType(type, owner, checking.diagnostics);
  }
  if (rows.length === 0) emptyTable(name, checking.diagnostics);
  for (const row of rows) checkRow(table, row, checking);
}

/** A cell may be null: the value is not known. */
function checkRow({ columns }: TableDeclaration, { cells, span }: TableRow, checking: Checking): void {
  const { diagnostics, tables } = checking;
  if (cells.length !== columns.length)
    rowLength(span, { expected: columns.length, found: cells.length }, diagnostics);
  for (const [index, cell] of cells.entries()) {
    const found = infer(cell, new Scope({ kind: 'context' }), checking);
    const column = columns[index];
    if (!isConstant(cell, tables)) cellNotConstant(cell.span, diagnostics);
    else if (column !== undefined && !goTogether(fieldType(column.type), found))
      cellType(column.name, fieldType(column.type), { type: found, span: cell.span }, diagnostics);
  }
}
