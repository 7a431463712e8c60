/** `rule NAME priority N tag "t" { … }`: clauses in any order, `then` required. */
import { kmid, kright, seq } from 'typescript-parsec';
import type { Action, BrokenDeclaration, Name, Priority, RuleDeclaration, When } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { body, priority, when } from './clause.ts';
import { Clauses } from './clauses.ts';
import { byKeyword, type Grammar, manyUntil, node, symbol, word } from './combinators.ts';
import { GOVERNANCE, type GovernanceClause, governanceOf, isGovernance } from './governance.ts';
import { tagName } from './module.ts';
import { name, reference } from './name.ts';

interface Effect<Kind extends 'then' | 'otherwise'> {
  readonly kind: Kind;
  readonly action: Action;
  readonly span: Span;
}

export interface TagModifier {
  readonly kind: 'tag';
  readonly name: Name;
  readonly span: Span;
}

type RuleClause = GovernanceClause | When | Effect<'then'> | Effect<'otherwise'>;

const action: Grammar<Action> = node(seq(reference, body), ([named, { lets, params }], { span }) => {
  return { kind: 'action', name: named, lets, params, span };
});

const clause = byKeyword<RuleClause>(
  { ...GOVERNANCE, when, then: effect('then'), otherwise: effect('otherwise') },
  'a clause',
);

export const tag: Grammar<TagModifier> = node(kright(word('tag'), tagName), (named, { span }) => {
  return { kind: 'tag', name: named, span };
});

const header = byKeyword<Priority | TagModifier>({ priority, tag }, '`priority` or `tag`');

export const ruleDeclaration: Grammar<RuleDeclaration | BrokenDeclaration> = node(
  seq(
    kright(word('rule'), name),
    manyUntil(header, '{', '`priority`, `tag`'),
    kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}')),
  ),
  ([declared, modifiers, parts], { span, diagnostics }) => {
    const clauses = new Clauses(parts, diagnostics);
    const headed = new Clauses(modifiers, diagnostics);
    const then = clauses.one('then', 'then');
    const rest = {
      name: declared,
      priority: headed.last('priority', 'priority'),
      tags: headed.all('tag').map((given) => given.name),
      governance: governanceOf(parts.filter(isGovernance), diagnostics),
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
