/** The grammar of cases: `test`, `scenario`, what is given, and the steps of a scenario. */
import { kleft, kmid, kright, seq, str } from 'typescript-parsec';
import type { Duration, StringLiteral } from '../ast/nodes.ts';
import { parseDurationMs } from '../duration.ts';
import { readDuration } from '../lexer/raw.ts';
import type { SourceToken } from '../lexer/token.ts';
import {
  byKeyword,
  byText,
  choose,
  expected,
  failure,
  type Grammar,
  many,
  manyUntil,
  node,
  optional,
  success,
  symbol,
  tokenOf,
  word,
} from '../parser/combinators.ts';
import { instant } from '../parser/governance.ts';
import { string } from '../parser/literal.ts';
import { dottedName } from '../parser/name.ts';
import type {
  DecisionCase,
  Entry,
  Given,
  GivenClock,
  GivenFact,
  Scenario,
  ScenarioPart,
  StepPart,
  SuiteCase,
} from './ast.ts';
import { expectation, isExpectation } from './expectation.ts';
import { entries, entry } from './value.ts';

const fact: Grammar<GivenFact> = node(
  seq(kright(word('assert'), dottedName), entries),
  ([type, fields], { span }) => ({ kind: 'fact', type, fields, span }),
);

const entryOrFact: Grammar<Entry | GivenFact> = choose<Entry | GivenFact>(isFact, {
  ahead: fact,
  otherwise: entry,
});

const stepItem: Grammar<StepPart> = choose<StepPart>(isExpectation, {
  ahead: expectation,
  otherwise: entryOrFact,
});

const clock: Grammar<GivenClock> = node(
  kright(seq(word('given'), word('clock')), instant),
  (started, { span }) => ({ kind: 'given-clock', instant: started, span }),
);

const given = givenOf(entry, 'a field');
const givenWithFacts = givenOf(entryOrFact, 'a field or `assert`');

/** Not negative; unlike other durations it may be nothing. */
const offset: Grammar<Duration> = {
  parse(token) {
    const first = tokenOf(token);
    if (first.text === '0') return success(token, first.next, { kind: 'duration', ms: 0, span: first.span });
    const read = readDuration(first);
    const ms = read === undefined ? undefined : parseDurationMs(read.text);
    if (read === undefined || ms === undefined)
      return failure(token, 'an offset such as `0`, `30s` or `1h30m`');
    return success(token, read.next, { kind: 'duration', ms, span: read.span });
  },
};

const stepItems: Grammar<readonly StepPart[]> = block(
  kleft(stepItem, optional(str(','))),
  'a field, `assert` or `expect`',
);

const at: Grammar<ScenarioPart> = node(
  seq(kright(seq(word('at'), word('T'), symbol('+')), offset), stepItems),
  ([since, items], { span }) => ({ kind: 'at', offset: since, items, span }),
);

const after: Grammar<ScenarioPart> = node(
  kright(seq(word('after'), word('stabilization')), stepItems),
  (items, { span }) => ({ kind: 'after', items, span }),
);

const stream: Grammar<ScenarioPart> = node(
  seq(kright(word('stream'), dottedName), entries),
  ([name, fields], { span }) => ({ kind: 'stream', name, fields, span }),
);

const within: Grammar<ScenarioPart> = node(
  seq(kright(word('within'), offset), stepItems),
  ([since, items], { span }) => ({ kind: 'within', offset: since, items, span }),
);

const scenarioItem: Grammar<ScenarioPart> = byKeyword<ScenarioPart>(
  {
    given: choose<Given | GivenClock>(isClock, { ahead: clock, otherwise: givenWithFacts }),
    at,
    after,
    stream,
    within,
  },
  '`given`, `at`, `after`, `stream` or `within`',
);

const decisionItem: Grammar<DecisionCase['items'][number]> = byKeyword<DecisionCase['items'][number]>(
  { given: choose<Given | GivenClock>(isClock, { ahead: clock, otherwise: given }), expect: expectation },
  '`given` or `expect`',
);

const title: Grammar<readonly [StringLiteral, readonly StringLiteral[]]> = node(
  seq(
    expected(string, 'a name as a string'),
    many(kright(str('tag'), expected(string, 'a tag as a string'))),
  ),
  ([name, tags]) => [name, tags] as const,
);

const decisionCase: Grammar<DecisionCase> = node(
  seq(kright(word('test'), title), block(decisionItem, '`given` or `expect`')),
  ([[name, tags], items], { span }) => ({ kind: 'test', name, tags, items, span }),
);

const scenario: Grammar<Scenario> = node(
  seq(kright(word('scenario'), title), block(scenarioItem, '`given`, `at`, `after`, `stream` or `within`')),
  ([[name, tags], items], { span }) => ({ kind: 'scenario', name, tags, items, span }),
);

export const CASE_WORDS: readonly string[] = ['test', 'scenario'];

export const suiteCase: Grammar<SuiteCase> = byText<SuiteCase>(
  { test: decisionCase, scenario },
  { parse: (token) => failure(token, '`test` or `scenario`', CASE_WORDS) },
);

function block<T>(item: Grammar<T>, what: string): Grammar<readonly T[]> {
  return kmid(symbol('{'), manyUntil(item, '}', what), symbol('}'));
}

function givenOf(item: Grammar<Entry | GivenFact>, what: string): Grammar<Given> {
  const items = block(kleft(item, optional(str(','))), what);
  return node(kright(word('given'), items), (parts, { span }) => ({
    kind: 'given',
    entries: parts.filter((part) => part.kind === 'entry'),
    facts: parts.filter((part) => part.kind === 'fact'),
    span,
  }));
}

function isFact({ text, next }: SourceToken): boolean {
  return text === 'assert' && next.kind === 'name';
}

function isClock({ next }: SourceToken): boolean {
  return next.text === 'clock';
}
