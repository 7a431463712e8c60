/** Values of test files: literals, lists of values, and records `{ name: value, … }`. Nothing that would have to be computed. */
import { kleft, kmid, kright, rule, seq, str } from 'typescript-parsec';
import type { TokenKind } from '../lexer/token.ts';
import {
  byKind,
  byText,
  commaSeparated,
  expected,
  type Grammar,
  leaf,
  manyUntil,
  node,
  nested,
  nothing,
  optional,
  symbol,
} from '../parser/combinators.ts';
import { negativeLiteral, numeric } from '../parser/expression.ts';
import { string, timestamp } from '../parser/literal.ts';
import { dottedName } from '../parser/name.ts';
import type { Entry, Literal, TestValue } from './ast.ts';

const WHAT = 'a value';

export const testValue = rule<TokenKind, TestValue>();

/** `path: value`. */
export const entry: Grammar<Entry> = node(
  seq(dottedName, kright(symbol(':'), testValue)),
  ([path, value], { span }) => ({ kind: 'entry', path, value, span }),
);

/** `{ path: value, … }`; commas are optional. */
export const entries: Grammar<readonly Entry[]> = kmid(
  symbol('{'),
  manyUntil(kleft(entry, optional(str(','))), '}', 'a field'),
  symbol('}'),
);

const list: Grammar<TestValue> = node(
  kmid(symbol('['), commaSeparated(testValue, ']'), expected(symbol(']'), '`,` or `]`')),
  (elements, { span }) => ({ kind: 'list', elements, span }),
);

const record: Grammar<TestValue> = node(entries, (given, { span }) => ({
  kind: 'record',
  entries: given,
  span,
}));

const constant: Grammar<Literal> = byText<Literal>(
  {
    true: leaf('name', (_, { span }) => ({ kind: 'boolean', value: true, span })),
    false: leaf('name', (_, { span }) => ({ kind: 'boolean', value: false, span })),
    null: leaf('name', (_, { span }) => ({ kind: 'null', span })),
  },
  nothing(WHAT),
);

const structure: Grammar<TestValue> = byText<TestValue>(
  { '-': negativeLiteral, '[': nested(list), '{': nested(record) },
  nothing(WHAT),
);

testValue.setPattern(
  byKind<TestValue>(
    {
      number: numeric,
      quantity: numeric,
      duration: numeric,
      timestamp,
      string,
      name: constant,
      symbol: structure,
    },
    nothing(WHAT),
  ),
);
