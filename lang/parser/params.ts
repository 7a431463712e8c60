/** `{ name: value, … }`: commas are optional, the last one too. */
import { kleft, kmid, kright, seq, str } from 'typescript-parsec';
import type { Expression, Param } from '../ast/nodes.ts';
import { type Grammar, manyUntil, node, optional, symbol } from './combinators.ts';
import { name } from './name.ts';

export function paramOf(expression: Grammar<Expression>): Grammar<Param> {
  return node(seq(name, kright(symbol(':'), expression)), ([field, value], { span }) => {
    return { kind: 'param', name: field, value, span };
  });
}

export function paramsOf(expression: Grammar<Expression>): Grammar<readonly Param[]> {
  const given = kleft(paramOf(expression), optional(str(',')));
  return kmid(symbol('{'), manyUntil(given, '}', 'a parameter'), symbol('}'));
}
