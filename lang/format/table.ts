/**
 * Tables: one row a line, cells aligned to the left in columns that are as wide as their widest cell. A row must stay on
 * its line, so comments inside it move to the line before.
 */
import type { Expression, TableDeclaration } from '../ast/nodes.ts';
import { concat, type Doc } from './document.ts';
import { clauseBody } from './enclosed.ts';
import { printExpression } from './expression.ts';
import { guardEnd, isKeyword } from './guards.ts';
import { LEVEL } from './levels.ts';
import type { Original, Range } from './original.ts';
import type { Part } from './parts.ts';
import { renderFlat, widthOf } from './render.ts';
import type { Comment } from './scan.ts';
import { printType } from './schema.ts';

interface Row extends Range {
  readonly hoisted: readonly Comment[];
  readonly cells: readonly string[];
}

export function table(original: Original, { name, columns, rows, span }: TableDeclaration): Doc {
  const marks = { start: original.find('{', name.span.end), end: span.end };
  const headed = {
    start: columns[0]?.span.start ?? marks.start + 1,
    end: columns.at(-1)?.span.end ?? marks.start + 1,
  };
  const header = rowOf(original, headed, () =>
    columns.map((column) => concat(`${column.name.text}: `, printType(original, column.type))),
  );
  const body = rows.map((row) => rowOf(original, row.span, () => printCells(original, row.cells)));
  const parts = aligned([header, ...body]);
  return concat(`table ${name.text} `, clauseBody(original, marks, parts));
}

function rowOf(original: Original, { start, end }: Range, print: () => readonly Doc[]): Row {
  const hoisted = original.comments({ start, end });
  original.take(hoisted);
  return { start, end, hoisted, cells: original.within(start, print).map(renderFlat) };
}

function aligned(rows: readonly Row[]): readonly Part[] {
  const widths: number[] = [];
  for (const { cells } of rows.filter(isAligned))
    for (const [column, cell] of cells.entries())
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  return rows.map((row) => {
    const padding = (column: number, cell: string): string =>
      column < row.cells.length - 1 && isAligned(row)
        ? ' '.repeat((widths[column] ?? 0) - widthOf(cell))
        : '';
    const text = row.cells.map((cell, column) => `${cell}${padding(column, cell)}`).join(' | ');
    return { ...row, print: () => text };
  });
}

/** A string of several lines has no width. */
function isAligned({ cells }: Row): boolean {
  return !cells.some((cell) => cell.includes('\n'));
}

/** Cells are read as single operands; the last one of a row could run into the next. */
function printCells(original: Original, cells: readonly Expression[]): readonly Doc[] {
  const last = cells.at(-1);
  if (last !== undefined) guardEnd(original, last);
  const [first] = cells;
  if (first !== undefined && isKeyword(first)) original.guarded.add(first);
  return cells.map((cell) => printExpression(original, cell, { minimum: LEVEL.value, isHanging: true }));
}
