/** `arbiter NAME { … }`: triggers, sources, a checkpoint and the handlers that outcomes go to. */
import { kmid, kright, seq, str } from 'typescript-parsec';
import type {
  ArbiterClause,
  ArbiterDeclaration,
  CheckpointClause,
  DurabilityClause,
  DurabilityLevel,
  Duration,
  HandlerClause,
  Integer,
  Name,
  PollClause,
  RulesClause,
  ScheduleClause,
  SourceClause,
  StreamClause,
  Target,
} from '../ast/nodes.ts';
import { printable } from '../lexer/printable.ts';
import type { Span } from '../span.ts';
import { duration, integer, none } from './clause.ts';
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
import { string } from './literal.ts';
import { tagName } from './module.ts';
import { name, reference, references } from './name.ts';
import { channelOrTarget, target, targetBefore } from './target.ts';

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
    return {
      kind: 'source',
      target: sourced,
      retainFor: options.one('retain-for', 'retain')?.duration ?? null,
      retainLast: options.one('retain-last', 'retain last')?.limit ?? null,
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

/** A source right behind a schedule belongs to it. */
const schedule: Grammar<ScheduleClause> = node(
  seq(
    kright(word('schedule'), expected(string, 'a cron expression as a string')),
    optional(kright(word('source'), target)),
  ),
  ([cron, scheduled], { span }) => ({ kind: 'schedule', cron, source: scheduled ?? null, span }),
);

const rules: Grammar<RulesClause> = kright(
  word('rules'),
  choose<RulesClause>((token) => token.text === 'tag' && token.next.kind === 'string', {
    ahead: node(kright(word('tag'), tagName), (tag, { span }) => ({ kind: 'rules', names: [], tag, span })),
    otherwise: node(references, (names, { span }) => ({ kind: 'rules', names, tag: null, span })),
  }),
);

const LEVELS: Readonly<Record<string, DurabilityLevel>> = {
  synced: 'synced',
  acked: 'acked',
  'best-effort': 'best-effort',
};

const durability: Grammar<DurabilityClause> = node(
  kright(word('durability'), target),
  (named, { span, diagnostics }) => {
    const level = Object.hasOwn(LEVELS, named.text) ? LEVELS[named.text] : undefined;
    if (level === undefined)
      diagnostics.report('parse/durability-level', {
        span: named.span,
        values: { text: printable(named.text) },
      });
    return { kind: 'durability', level: level ?? 'synced', span };
  },
);

const CLAUSE_WORDS: ReadonlySet<string> = new Set(
  'poll stream source schedule checkpoint rules durability on retry backoff'.split(' '),
);

const anyOutcome: Grammar<null> = node(str('*'), () => null);

const outcome: Grammar<Name | null> = byText<Name | null>(
  { '*': anyOutcome },
  expected(reference, 'an outcome or `*`'),
);

interface Retry {
  readonly kind: 'retry';
  readonly count: Integer;
  readonly span: Span;
}

interface Backoff {
  readonly kind: 'backoff';
  readonly duration: Duration;
  readonly span: Span;
}

const deliveryOption = byKeyword<Retry | Backoff>(
  {
    retry: node(
      kright(word('retry'), integer({ what: 'the number of retries', minimum: 0 })),
      (count, { span }) => ({
        kind: 'retry',
        count,
        span,
      }),
    ),
    backoff: node(kright(word('backoff'), duration), (time, { span }) => ({
      kind: 'backoff',
      duration: time,
      span,
    })),
  },
  '`retry` or `backoff`',
);

interface Delivery {
  readonly handler: Name;
  readonly target: Target | null;
}

/** `#ops` is a channel only to `slack`; anywhere else it is a comment. */
const delivery: Grammar<Delivery> = choose<Delivery>((token) => token.text === 'slack', {
  ahead: node(seq(name, channelOrTarget), ([kind, to]) => ({ handler: kind, target: to })),
  otherwise: node(
    seq(
      expected(name, 'a handler such as `stdout`'),
      choose<Target | null>((token) => token.text === '}', {
        ahead: none(),
        otherwise: targetBefore(CLAUSE_WORDS),
      }),
    ),
    ([kind, to]) => ({ handler: kind, target: to }),
  ),
});

const handler: Grammar<HandlerClause> = node(
  seq(
    kright(word('on'), outcome),
    optional(kright(word('where'), expression)),
    delivery,
    many(deliveryOption),
  ),
  ([handled, where, delivered, given], { span, diagnostics }) => {
    const options = new Clauses(given, diagnostics);
    return {
      kind: 'handler',
      outcome: handled,
      where: where ?? null,
      ...delivered,
      retry: options.one('retry', 'retry')?.count ?? null,
      backoff: options.one('backoff', 'backoff')?.duration ?? null,
      span,
    };
  },
);

const clause = byKeyword<ArbiterClause>(
  { poll, stream, source, schedule, checkpoint, rules, durability, on: handler },
  'a clause',
);

export const arbiterDeclaration: Grammar<ArbiterDeclaration> = node(
  seq(kright(word('arbiter'), name), kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}'))),
  ([declared, clauses], { span }) => ({ kind: 'arbiter', name: declared, clauses, span }),
);

function fieldOption<Kind extends 'by' | 'at'>(kind: Kind): Grammar<FieldOption<Kind>> {
  return node(kright(word(kind), name), (field, { span }) => ({ kind, field, span }));
}
