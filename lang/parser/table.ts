/**
 * `table NAME { … }`: the first line names the columns, every other line is a row. Lines count here and nowhere else in
 * the language, because nothing but the end of a line tells one row from the next.
 */
import { kmid, kright, seq } from 'typescript-parsec';
import type { Expression, TableColumn, TableDeclaration, TableRow } from '../ast/nodes.ts';
import { type Grammar, failure, manyUntil, node, separated, symbol, tokenOf, word } from './combinators.ts';
import { value } from './expression.ts';
import { name } from './name.ts';
import { type } from './type.ts';

const column: Grammar<TableColumn> = node(
  seq(name, kright(symbol(':'), type)),
  ([declared, typed], { span }) => ({ kind: 'column', name: declared, type: typed, span }),
);

const cells: Grammar<readonly Expression[]> = separated(value, symbol('|'));

const row: Grammar<TableRow> = node(onNewLine(cells), (values, { span }) => {
  return { kind: 'row', cells: values, span };
});

export const tableDeclaration: Grammar<TableDeclaration> = node(
  seq(
    kright(word('table'), name),
    kmid(symbol('{'), seq(separated(column, symbol('|')), manyUntil(row, '}', 'a row')), symbol('}')),
  ),
  ([declared, [columns, rows]], { span }) => ({ kind: 'table', name: declared, columns, rows, span }),
);

function onNewLine<T>(parser: Grammar<T>): Grammar<T> {
  return {
    parse(token) {
      const { atLineStart, text } = tokenOf(token);
      return atLineStart || text === '}' ? parser.parse(token) : failure(token, '`|` or a new line');
    },
  };
}
