/** `expert rule NAME priority N per_fact cooldown D { … }`: clauses in any order, `then` with one effect required. */
import { kmid, kright, seq, str } from 'typescript-parsec';
import type {
  BrokenDeclaration,
  Duration,
  Effect,
  ExpertAction,
  ExpertRuleDeclaration,
  Name,
  Priority,
  Temporal,
  When,
} from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import { body, bodyWithSet, duration, integer, priority, when } from './clause.ts';
import { Clauses } from './clauses.ts';
import { byKeyword, expected, type Grammar, manyUntil, node, optional, symbol, word } from './combinators.ts';
import { GOVERNANCE, type GovernanceClause, governanceOf, isGovernance } from './governance.ts';
import { name, reference } from './name.ts';
import { tag, type TagModifier } from './rule.ts';

interface Timing<Kind extends 'cooldown' | 'debounce'> {
  readonly kind: Kind;
  readonly duration: Duration;
  readonly span: Span;
}

interface Mark<Kind extends 'per-fact' | 'no-loop' | 'stable'> {
  readonly kind: Kind;
  readonly span: Span;
}

interface Group {
  readonly kind: 'activation-group';
  readonly name: Name;
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

type Modifier = Priority | TagModifier | Timing<'cooldown'> | Timing<'debounce'> | Mark<'per-fact'>;
type ExpertClause = GovernanceClause | Mark<'no-loop'> | Mark<'stable'> | Group | TimedWhen | Then;

const stableFor: Grammar<Temporal> = node(
  seq(kright(word('stable_for'), integer({ what: 'the number of cycles', minimum: 1 })), word('cycles')),
  ([cycles], { span }) => ({ kind: 'temporal', operator: 'stable_for', cycles, span }),
);

const temporal = byKeyword<Temporal>(
  { for: temporalOf('for'), within: temporalOf('within'), stable_for: stableFor },
  '`for`, `within` or `stable_for`',
);

const timedWhen: Grammar<TimedWhen> = node(seq(when, optional(temporal)), ([matched, limit], { span }) => {
  return { kind: 'timed-when', when: matched, temporal: limit ?? null, span };
});

const effect = byKeyword<ExpertAction>(
  {
    assert: effectOf('assert'),
    emit: effectOf('emit'),
    retract: effectOf('retract'),
    modify: effectOf('modify'),
  },
  '`assert`, `emit`, `retract` or `modify`',
);

const MODIFIERS = '`priority`, `tag`, `per_fact`, `cooldown`, `debounce`';

const modifier = byKeyword<Modifier>(
  {
    priority,
    tag,
    per_fact: mark('per_fact', 'per-fact'),
    cooldown: timing('cooldown'),
    debounce: timing('debounce'),
  },
  MODIFIERS,
);

const group: Grammar<Group> = node(
  kright(word('activation_group'), expected(name, 'the name of a group')),
  (named, { span }) => {
    return { kind: 'activation-group', name: named, span };
  },
);

const clause = byKeyword<ExpertClause>(
  {
    ...GOVERNANCE,
    no_loop: mark('no_loop', 'no-loop'),
    stable: mark('stable', 'stable'),
    activation_group: group,
    when: timedWhen,
    then: node(kright(word('then'), effect), (action, { span }) => ({ kind: 'then', action, span })),
  },
  'a clause',
);

export const expertRuleDeclaration: Grammar<ExpertRuleDeclaration | BrokenDeclaration> = node(
  seq(
    kright(seq(word('expert'), word('rule')), name),
    manyUntil(modifier, '{', MODIFIERS),
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
      tags: modifiers.all('tag').map((given) => given.name),
      perFact: modifiers.last('per-fact', 'per_fact') !== null,
      cooldown: modifiers.last('cooldown', 'cooldown')?.duration ?? null,
      debounce: modifiers.last('debounce', 'debounce')?.duration ?? null,
      governance: governanceOf(parts.filter(isGovernance), diagnostics),
      noLoop: clauses.one('no-loop', 'no_loop') !== null,
      stable: clauses.one('stable', 'stable') !== null,
      activationGroup: clauses.one('activation-group', 'activation_group')?.name ?? null,
      when: match?.when ?? null,
      temporal: match?.temporal ?? null,
      span,
    };
    if (then !== null) return { kind: 'expert-rule', ...rest, then: then.action };
    diagnostics.report('parse/missing-then', { span: declared.span, values: { rule: declared.text } });
    return { kind: 'broken', declares: 'expert-rule', name: declared, span };
  },
);

function temporalOf(operator: 'for' | 'within'): Grammar<Temporal> {
  return node(kright(word(operator), duration), (time, { span }) => {
    return { kind: 'temporal', operator, duration: time, span };
  });
}

function timing<Kind extends 'cooldown' | 'debounce'>(kind: Kind): Grammar<Timing<Kind>> {
  return node(kright(word(kind), duration), (time, { span }) => ({ kind, duration: time, span }));
}

function mark<Kind extends Mark<'per-fact' | 'no-loop' | 'stable'>['kind']>(
  keyword: string,
  kind: Kind,
): Grammar<Mark<Kind>> {
  return node(str(keyword), (_, { span }) => ({ kind, span }));
}

function effectOf(kind: Effect): Grammar<ExpertAction> {
  return node(
    seq(kright(word(kind), reference), kind === 'modify' ? bodyWithSet : body),
    ([target, { lets, params, set }], { span }) => {
      return { kind: 'expert-action', effect: kind, target, lets, params, set, span };
    },
  );
}
