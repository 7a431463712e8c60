/** `arbiter NAME { … }`: triggers, sources, a checkpoint and the handlers that outcomes go to. */
import { kmid, kright, seq, str } from 'typescript-parsec';
import type {
  ArbiterClause,
  ArbiterDeclaration,
  CheckpointClause,
  Duration,
  HandlerClause,
  Name,
  PollClause,
  SourceClause,
  StreamClause,
} from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { duration, type Integer, integer } from './clause.ts';
import { Clauses } from './clauses.ts';
import {
  byKeyword,
  byText,
  choose,
  expected,
  type Grammar,
  many,
  manyUntil,
  node,
  optional,
  symbol,
  word,
} from './combinators.ts';
import { expression } from './expression.ts';
import { name } from './name.ts';
import { target, targetBefore } from './target.ts';

interface FieldOption<Kind extends 'by' | 'at'> {
  readonly kind: Kind;
  readonly field: Name;
  readonly span: Span;
}

interface RetainFor {
  readonly kind: 'retain-for';
  readonly duration: Duration;
  readonly span: Span;
}

interface RetainLast {
  readonly kind: 'retain-last';
  readonly limit: Integer;
  readonly span: Span;
}

const streamOption = byKeyword<FieldOption<'by'> | FieldOption<'at'>>(
  { by: fieldOption('by'), at: fieldOption('at') },
  '`by` or `at`',
);

const stream: Grammar<StreamClause> = node(
  seq(kright(word('stream'), target), many(streamOption)),
  ([streamed, given], { span, diagnostics }) => {
    const options = new Clauses(given, diagnostics);
    const by = options.one('by', 'by')?.field ?? null;
    const at = options.one('at', 'at')?.field ?? null;
    return { kind: 'stream', target: streamed, by, at, span };
  },
);

const retainLast: Grammar<RetainLast> = node(
  kright(word('last'), integer({ what: 'the number of facts to retain', minimum: 1 })),
  (limit, { span }) => ({ kind: 'retain-last', limit, span }),
);

const retainFor: Grammar<RetainFor> = node(
  expected(duration, 'a duration such as `1h`, or `last` and a number'),
  (time, { span }) => ({ kind: 'retain-for', duration: time, span }),
);

const retain: Grammar<RetainFor | RetainLast> = kright(
  word('retain'),
  choose<RetainFor | RetainLast>((token) => token.text === 'last', {
    ahead: retainLast,
    otherwise: retainFor,
  }),
);

const source: Grammar<SourceClause> = node(
  seq(kright(word('source'), target), many(retain)),
  ([sourced, given], { span, diagnostics }) => {
    const options = new Clauses(given, diagnostics);
    const last = options.one('retain-last', 'retain last')?.limit;
    return {
      kind: 'source',
      target: sourced,
      retainFor: options.one('retain-for', 'retain')?.duration ?? null,
      retainLast: last === undefined ? null : { count: last.value, span: last.span },
      span,
    };
  },
);

const poll: Grammar<PollClause> = node(kright(word('poll'), duration), (interval, { span }) => {
  return { kind: 'poll', interval, span };
});

const checkpoint: Grammar<CheckpointClause> = node(kright(word('checkpoint'), target), (named, { span }) => {
  return { kind: 'checkpoint', target: named, span };
});

const CLAUSE_WORDS: ReadonlySet<string> = new Set(['poll', 'stream', 'source', 'checkpoint', 'on']);

const anyOutcome: Grammar<null> = node(str('*'), () => null);

const outcome: Grammar<Name | null> = byText<Name | null>(
  { '*': anyOutcome },
  expected(name, 'an outcome or `*`'),
);

const handler: Grammar<HandlerClause> = node(
  seq(
    kright(word('on'), outcome),
    optional(kright(word('where'), expression)),
    expected(name, 'a handler such as `stdout`'),
    targetBefore(CLAUSE_WORDS),
  ),
  ([handled, where, kind, delivered], { span }) => {
    return {
      kind: 'handler',
      outcome: handled,
      where: where ?? null,
      handler: kind,
      target: delivered,
      span,
    };
  },
);

const clause = byKeyword<ArbiterClause>({ poll, stream, source, checkpoint, on: handler }, 'a clause');

export const arbiterDeclaration: Grammar<ArbiterDeclaration> = node(
  seq(kright(word('arbiter'), name), kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}'))),
  ([declared, clauses], { span }) => ({ kind: 'arbiter', name: declared, clauses, span }),
);

function fieldOption<Kind extends 'by' | 'at'>(kind: Kind): Grammar<FieldOption<Kind>> {
  return node(kright(word(kind), name), (field, { span }) => ({ kind, field, span }));
}
