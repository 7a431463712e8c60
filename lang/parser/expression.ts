/**
 * Expressions: everything that has a value, from literals to quantifiers. `expression` is the whole; the families
 * in other files take it as a parameter, so that they do not import each other in a circle.
 */
import { kmid, kright, rule, seq } from 'typescript-parsec';
import type { DecimalLiteral, Expression, NumberLiteral, Quantifier, Secret } from '../ast/nodes.ts';
import type { SourceToken, TokenKind } from '../lexer/token.ts';
import { application } from './application.ts';
import {
  byKind,
  byText,
  choose,
  commaSeparated,
  expected,
  type Grammar,
  leaf,
  nested,
  node,
  nothing,
  symbol,
  word,
} from './combinators.ts';
import { isDeclarationStart } from './keywords.ts';
import { compactDuration, number, quantity, string, timestamp } from './literal.ts';
import { name, RESERVED } from './name.ts';
import { findOperator, PRECEDENCE } from './operators.ts';
import { operators } from './precedence.ts';
import { isLookup, joinOf, lookupOf } from './relational.ts';

const CONDITIONS: ReadonlySet<string> = new Set(['not', 'any', 'all', 'none', 'join']);
const NUMBERS: ReadonlySet<string> = new Set(['number', 'quantity', 'duration']);

export const expression = rule<TokenKind, Expression>();

export const numeric: Grammar<NumberLiteral | DecimalLiteral> = byKind(
  { number, quantity, duration: compactDuration },
  nothing('a number'),
);

/** A sign belongs to the literal it stands before: `-40 F` is a temperature, not a negated one. */
export const negativeLiteral: Grammar<NumberLiteral | DecimalLiteral> = node(
  kright(symbol('-'), numeric),
  (literal, { span }) => {
    if (literal.kind === 'decimal') return { ...literal, digits: `-${literal.digits}`, span };
    return { ...literal, value: -literal.value, span };
  },
);

const list: Grammar<Expression> = node(
  kmid(symbol('['), commaSeparated(expression, ']'), expected(symbol(']'), '`,` or `]`')),
  (elements, { span }) => ({ kind: 'list', elements, span }),
);

const secret: Grammar<Secret> = node(
  kright(word('secret'), kmid(symbol('('), expected(string, 'a path as a string'), symbol(')'))),
  ({ value: reference }, { span }) => ({ kind: 'secret', reference, span }),
);

const keywordOrName: Grammar<Expression> = byText<Expression>(
  {
    secret,
    true: leaf('name', (_, { span }) => ({ kind: 'boolean', value: true, span })),
    false: leaf('name', (_, { span }) => ({ kind: 'boolean', value: false, span })),
    null: leaf('name', (_, { span }) => ({ kind: 'null', span })),
  },
  choose(isReserved, {
    ahead: nothing('an expression'),
    otherwise: choose<Expression>(isLookup, {
      ahead: lookupOf(expression),
      otherwise: application(expression),
    }),
  }),
);

/** One operand: a literal, a path, a call, a list, something in parentheses. */
export const value = rule<TokenKind, Expression>();

const negation: Grammar<Expression> = node(kright(symbol('-'), nested(value)), (operand, { span }) => {
  return { kind: 'unary', operator: 'negate', operand, span };
});

const bracketed: Grammar<Expression> = byText(
  {
    '(': kmid(symbol('('), expression, symbol(')')),
    '[': list,
    '-': choose(isNegativeLiteral, { ahead: negativeLiteral, otherwise: negation }),
  },
  nothing('an expression'),
);

value.setPattern(
  byKind(
    {
      number,
      quantity,
      duration: compactDuration,
      timestamp,
      string,
      name: keywordOrName,
      symbol: bracketed,
    },
    nothing('an expression'),
  ),
);

const condition = rule<TokenKind, Expression>();
const operands = { condition: nested(condition), value: nested(value), isCondition };

const not: Grammar<Expression> = node(
  kright(word('not'), operators(operands, PRECEDENCE.not)),
  (operand, { span }) => ({ kind: 'unary', operator: 'not', operand, span }),
);

condition.setPattern(
  byText(
    {
      not,
      any: quantifier('any'),
      all: quantifier('all'),
      none: quantifier('none'),
      join: joinOf(expression),
    },
    nothing('a condition'),
  ),
);

expression.setPattern(operators(operands, PRECEDENCE.or));

function quantifier(kind: Quantifier['quantifier']): Grammar<Expression> {
  const over = seq(kright(word(kind), name), kright(word('in'), expression));
  const body = kmid(symbol('{'), expression, symbol('}'));
  return node(seq(over, body), ([[variable, collection], tested], { span }) => {
    return { kind: 'quantifier', quantifier: kind, variable, collection, body: tested, span };
  });
}

/** A forgotten operand must not take the next declaration for one; `rule and x` is a variable all the same. */
function isReserved(token: SourceToken): boolean {
  return RESERVED.has(token.text) || (isDeclarationStart(token) && findOperator(token.next) === undefined);
}

function isCondition(token: SourceToken): boolean {
  return token.kind === 'name' && CONDITIONS.has(token.text);
}

function isNegativeLiteral(token: SourceToken): boolean {
  return NUMBERS.has(token.next.kind);
}
