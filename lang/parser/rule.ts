/** `rule NAME priority N { … }`: clauses in any order, `then` required. */
import { kmid, kright, seq } from 'typescript-parsec';
import type { Action, BrokenDeclaration, KillSwitch, Priority, RuleDeclaration, When } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { killSwitch, params, priority, type Requires, requires, when } from './clause.ts';
import { Clauses } from './clauses.ts';
import { byKeyword, type Grammar, manyUntil, node, symbol, word } from './combinators.ts';
import { name } from './name.ts';

interface Effect<Kind extends 'then' | 'otherwise'> {
  readonly kind: Kind;
  readonly action: Action;
  readonly span: Span;
}

type RuleClause = KillSwitch | Requires | When | Effect<'then'> | Effect<'otherwise'>;

const action: Grammar<Action> = node(seq(name, params), ([named, given], { span }) => {
  return { kind: 'action', name: named, params: given, span };
});

const clause = byKeyword<RuleClause>(
  { kill_switch: killSwitch, requires, when, then: effect('then'), otherwise: effect('otherwise') },
  'a clause',
);

const header: Grammar<Priority> = byKeyword({ priority }, '`priority`');

export const ruleDeclaration: Grammar<RuleDeclaration | BrokenDeclaration> = node(
  seq(
    kright(word('rule'), name),
    manyUntil(header, '{', '`priority`'),
    kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}')),
  ),
  ([declared, modifiers, parts], { span, diagnostics }) => {
    const clauses = new Clauses(parts, diagnostics);
    const then = clauses.one('then', 'then');
    const rest = {
      name: declared,
      priority: new Clauses(modifiers, diagnostics).last('priority', 'priority'),
      killSwitch: clauses.one('kill-switch', 'kill_switch'),
      requires: clauses.all('requires').flatMap(({ names }) => names),
      when: clauses.one('when', 'when'),
      otherwise: clauses.one('otherwise', 'otherwise')?.action ?? null,
      span,
    };
    if (then !== null) return { kind: 'rule', ...rest, then: then.action };
    diagnostics.report('parse/missing-then', { span: declared.span, values: { rule: declared.text } });
    return { kind: 'broken', declares: 'rule', name: declared, span };
  },
);

function effect<Kind extends 'then' | 'otherwise'>(kind: Kind): Grammar<Effect<Kind>> {
  return node(kright(word(kind), action), (chosen, { span }) => ({ kind, action: chosen, span }));
}
