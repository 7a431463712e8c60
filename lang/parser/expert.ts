/** `expert rule NAME priority N per_fact cooldown D { … }`: clauses in any order, `then assert` or `then emit` required. */
import { kmid, kright, seq, str } from 'typescript-parsec';
import type {
  BrokenDeclaration,
  Duration,
  ExpertAction,
  ExpertRuleDeclaration,
  KillSwitch,
  Priority,
  Temporal,
  When,
} from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { duration, killSwitch, params, priority, type Requires, requires, when } from './clause.ts';
import { Clauses } from './clauses.ts';
import { byKeyword, type Grammar, manyUntil, node, optional, symbol, word } from './combinators.ts';
import { name } from './name.ts';

interface Cooldown {
  readonly kind: 'cooldown';
  readonly duration: Duration;
  readonly span: Span;
}

interface Flag<Kind extends 'per-fact' | 'no-loop'> {
  readonly kind: Kind;
  readonly span: Span;
}

interface TimedWhen {
  readonly kind: 'timed-when';
  readonly when: When;
  readonly temporal: Temporal | null;
  readonly span: Span;
}

interface Then {
  readonly kind: 'then';
  readonly action: ExpertAction;
  readonly span: Span;
}

type Modifier = Priority | Cooldown | Flag<'per-fact'>;
type ExpertClause = KillSwitch | Requires | Flag<'no-loop'> | TimedWhen | Then;

const temporal = byKeyword({ for: temporalOf('for'), within: temporalOf('within') }, '`for` or `within`');

const timedWhen: Grammar<TimedWhen> = node(seq(when, optional(temporal)), ([matched, limit], { span }) => {
  return { kind: 'timed-when', when: matched, temporal: limit ?? null, span };
});

const effect = byKeyword({ assert: effectOf('assert'), emit: effectOf('emit') }, '`assert` or `emit`');

const modifier = byKeyword<Modifier>(
  {
    priority,
    cooldown: node(kright(word('cooldown'), duration), (time, { span }) => ({
      kind: 'cooldown',
      duration: time,
      span,
    })),
    per_fact: node(str('per_fact'), (_, { span }) => ({ kind: 'per-fact', span })),
  },
  '`priority`, `per_fact`, `cooldown`',
);

const clause = byKeyword<ExpertClause>(
  {
    kill_switch: killSwitch,
    requires,
    no_loop: node(str('no_loop'), (_, { span }) => ({ kind: 'no-loop', span })),
    when: timedWhen,
    then: node(kright(word('then'), effect), (action, { span }) => ({ kind: 'then', action, span })),
  },
  'a clause',
);

export const expertRuleDeclaration: Grammar<ExpertRuleDeclaration | BrokenDeclaration> = node(
  seq(
    kright(seq(word('expert'), word('rule')), name),
    manyUntil(modifier, '{', '`priority`, `per_fact`, `cooldown`'),
    kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}')),
  ),
  ([declared, header, parts], { span, diagnostics }) => {
    const modifiers = new Clauses(header, diagnostics);
    const clauses = new Clauses(parts, diagnostics);
    const then = clauses.one('then', 'then');
    const match = clauses.one('timed-when', 'when');
    const rest = {
      name: declared,
      priority: modifiers.last('priority', 'priority'),
      perFact: modifiers.last('per-fact', 'per_fact') !== null,
      cooldown: modifiers.last('cooldown', 'cooldown')?.duration ?? null,
      killSwitch: clauses.one('kill-switch', 'kill_switch'),
      noLoop: clauses.one('no-loop', 'no_loop') !== null,
      requires: clauses.all('requires').flatMap(({ names }) => names),
      when: match?.when ?? null,
      temporal: match?.temporal ?? null,
      span,
    };
    if (then !== null) return { kind: 'expert-rule', ...rest, then: then.action };
    diagnostics.report('parse/missing-then', { span: declared.span, values: { rule: declared.text } });
    return { kind: 'broken', declares: 'expert-rule', name: declared, span };
  },
);

function temporalOf(operator: Temporal['operator']): Grammar<Temporal> {
  return node(kright(word(operator), duration), (time, { span }) => {
    return { kind: 'temporal', operator, duration: time, span };
  });
}

function effectOf(effect: ExpertAction['effect']): Grammar<ExpertAction> {
  return node(seq(kright(word(effect), name), params), ([target, given], { span }) => {
    return { kind: 'expert-action', effect, target, params: given, span };
  });
}
