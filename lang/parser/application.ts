/**
 * What begins with a name: paths, calls and aggregates. They share their first tokens, so the choice is made by what
 * tells them apart: `(` on the same line makes a call (on the next line it begins an expression), `x in` behind it
 * an aggregate over elements, `for` behind the first argument an aggregate over values.
 */
import { combine, kright, seq, succ } from 'typescript-parsec';
import type { Aggregate, Expression, Path } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import {
  choose,
  commaSeparated,
  expected,
  type Grammar,
  many,
  node,
  optional,
  symbol,
  word,
} from './combinators.ts';
import { name } from './name.ts';

type Iteration = Pick<Aggregate, 'variable' | 'collection' | 'filter'>;
type Inside = { readonly args: readonly Expression[]; readonly iteration?: Iteration | undefined };

/** The token is a name that may begin an expression. */
export function application(expression: Grammar<Expression>): Grammar<Expression> {
  return choose(isCalled, { ahead: callOrAggregate(expression), otherwise: path });
}

const path: Grammar<Path> = node(seq(name, many(kright(symbol('.'), name))), ([head, tail], { span }) => {
  return { kind: 'path', segments: [head, ...tail], span };
});

function callOrAggregate(expression: Grammar<Expression>): Grammar<Expression> {
  const iteration = iterationOf(expression);
  const inside: Grammar<Inside> = choose(isIteration, {
    ahead: node(iteration, (found) => ({ args: [], iteration: found })),
    otherwise: combine(commaSeparated(expression, ')'), (args) => withIteration(args, iteration)),
  });
  const called = seq(name, kright(symbol('('), inside), expected(symbol(')'), '`,` or `)`'));
  return node(called, ([callee, { args, iteration: over }], { span }) => {
    if (over === undefined) return { kind: 'call', callee, args, span };
    return { kind: 'aggregate', function: callee, value: args[0] ?? null, ...over, span };
  });
}

/** `sum(value for …`: one argument may turn out to be the value of an aggregate. */
function withIteration(args: readonly Expression[], iteration: Grammar<Iteration>): Grammar<Inside> {
  if (args.length !== 1) return succ({ args });
  return node(optional(kright(word('for'), iteration)), (found) => ({ args, iteration: found }));
}

/** `x in collection [where filter]`. */
function iterationOf(expression: Grammar<Expression>): Grammar<Iteration> {
  const filter = optional(kright(word('where'), expression));
  return node(seq(name, kright(word('in'), expression), filter), ([variable, collection, where]) => {
    return { variable, collection, filter: where ?? null };
  });
}

function isCalled({ next }: SourceToken): boolean {
  return next.text === '(' && !next.atLineStart;
}

function isIteration(token: SourceToken): boolean {
  return token.kind === 'name' && token.next.text === 'in';
}
