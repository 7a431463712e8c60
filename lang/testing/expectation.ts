/** The grammar of `expect …`: what a case claims, with matchers for the fields of what it claims it about. */
import { kleft, kmid, kright, seq, str } from 'typescript-parsec';
import type { BooleanLiteral, StringLiteral } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import { none } from '../parser/clause.ts';
import {
  byKeyword,
  byKind,
  byText,
  choose,
  expected,
  type Grammar,
  leaf,
  manyUntil,
  node,
  nothing,
  optional,
  symbol,
  word,
} from '../parser/combinators.ts';
import { string } from '../parser/literal.ts';
import { dottedName } from '../parser/name.ts';
import type { ExpectOccurrence, Expectation, Matcher, MatchOperator, TestValue } from './ast.ts';
import { testValue } from './value.ts';

type Test =
  | { readonly kind: 'compare'; readonly operator: MatchOperator; readonly value: TestValue }
  | { readonly kind: 'between'; readonly low: TestValue; readonly high: TestValue };

const test: Grammar<Test> = byText<Test>(
  {
    '==': compareBy('=='),
    '!=': compareBy('!='),
    '>=': compareBy('>='),
    '<=': compareBy('<='),
    '>': compareBy('>'),
    '<': compareBy('<'),
    between: node(seq(kright(word('between'), testValue), testValue), ([low, high]) => {
      return { kind: 'between', low, high };
    }),
  },
  node(testValue, (value) => ({ kind: 'compare', operator: '==', value })),
);

const matcher: Grammar<Matcher> = node(
  seq(dottedName, kright(symbol(':'), test)),
  ([field, tested], { span }) => ({ ...tested, field, span }),
);

const matchers: Grammar<readonly Matcher[]> = node(
  optional(kmid(symbol('{'), manyUntil(kleft(matcher, optional(str(','))), '}', 'a field'), symbol('}'))),
  (given) => given ?? [],
);

const rule: Grammar<Expectation> = node(
  seq(
    kright(word('rule'), dottedName),
    choose<boolean>(({ text }) => text === 'not', {
      ahead: node(seq(word('not'), word('matched')), () => false),
      otherwise: node(expected(str('matched'), '`matched` or `not matched`'), () => true),
    }),
  ),
  ([name, isMatched], { span }) => ({ kind: 'expect-rule', name, isMatched, span }),
);

const boolean: Grammar<BooleanLiteral> = byText<BooleanLiteral>(
  {
    true: leaf('name', (_, { span }) => ({ kind: 'boolean', value: true, span })),
    false: leaf('name', (_, { span }) => ({ kind: 'boolean', value: false, span })),
  },
  nothing('the name of a variant as a string, `true` or `false`'),
);

const flag: Grammar<Expectation> = node(
  seq(
    kright(word('flag'), dottedName),
    optional(kright(symbol('=='), byKind<StringLiteral | BooleanLiteral>({ string }, boolean))),
    matchers,
  ),
  ([name, variant, list], { span }) => {
    return { kind: 'expect-flag', name, variant: variant ?? null, matchers: list, span };
  },
);

const strategy: Grammar<Expectation> = node(
  seq(
    kright(word('strategy'), dottedName),
    optional(kright(symbol('=='), expected(string, 'the label of an arm as a string'))),
    matchers,
  ),
  ([name, label, list], { span }) => {
    return { kind: 'expect-strategy', name, label: label ?? null, matchers: list, span };
  },
);

const claim = byKeyword<Expectation>(
  {
    rule,
    flag,
    strategy,
    ...occurrences('present'),
    no: kright(word('no'), byKeyword(occurrences('absent'), '`action`, `fact`, `outcome` or `error`')),
  },
  '`rule`, `action`, `flag`, `strategy`, `fact`, `outcome`, `error` or `no`',
);

/** Its span begins at `expect`, because that is where a failure is shown. */
export const expectation: Grammar<Expectation> = node(kright(word('expect'), claim), (claimed, { span }) => ({
  ...claimed,
  span,
}));

export function isExpectation({ text, next }: SourceToken): boolean {
  return text === 'expect' && next.kind === 'name';
}

function compareBy(operator: MatchOperator): Grammar<Test> {
  return node(kright(symbol(operator), testValue), (value) => ({ kind: 'compare', operator, value }));
}

function occurrences(presence: 'present' | 'absent'): Readonly<Record<string, Grammar<Expectation>>> {
  const isAbsent = presence === 'absent';
  const of = (kind: ExpectOccurrence['kind'], keyword: string): Grammar<Expectation> =>
    node(seq(kright(word(keyword), dottedName), matchers), ([name, list], { span }) => {
      return { kind, name, isAbsent, matchers: list, span };
    });
  const text: Grammar<StringLiteral | null> = choose<StringLiteral | null>(({ kind }) => kind === 'string', {
    ahead: string,
    otherwise: none(),
  });
  const error: Grammar<Expectation> = node(kright(word('error'), text), (given, { span }) => {
    return { kind: 'expect-error', isAbsent, text: given, span };
  });
  return {
    action: of('expect-action', 'action'),
    fact: of('expect-fact', 'fact'),
    outcome: of('expect-outcome', 'outcome'),
    error,
  };
}
