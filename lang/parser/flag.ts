/** `flag NAME returns OUTCOME type multivariate default "control" { … }`: metadata, variants and rules in any order. */
import { alt_sc, kleft, kmid, kright, seq, str } from 'typescript-parsec';
import type {
  Defaults,
  Expression,
  FlagDeclaration,
  FlagRule,
  KillSwitch,
  Metadata,
  Name,
  Split,
  Variant,
  VariantName,
  Weight,
} from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import { textOf } from '../span.ts';
import { integer, none, params } from './clause.ts';
import { Clauses } from './clauses.ts';
import {
  byKeyword,
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
import { expression, value } from './expression.ts';
import {
  GOVERNANCE,
  WINDOW_AND_ROLLOUT,
  type GovernanceClause,
  governanceOf,
  killSwitch,
  type Named,
} from './governance.ts';
import { string } from './literal.ts';
import { dottedName, name, reference } from './name.ts';

type FlagClause = Metadata | Named<'requires'> | KillSwitch | Variant | Defaults | FlagRule;

/** What a string says, or the source text of anything else. */
const variantName: Grammar<VariantName> = node(value, (written, { span }) => {
  return { kind: 'variant-name', text: written.kind === 'string' ? written.value : textOf(span), span };
});

const quotedVariant: Grammar<VariantName> = node(
  expected(string, 'a variant as a string'),
  (written, { span }) => {
    return { kind: 'variant-name', text: written.value, span };
  },
);

const metadata: Grammar<Metadata> = node(
  seq(name, kright(symbol(':'), expected(string, 'a string'))),
  ([key, said], { span }) => ({ kind: 'metadata', name: key, value: said, span }),
);

const variant: Grammar<Variant> = node(
  kright(word('variant'), seq(quotedVariant, params)),
  ([named, given], { span }) => {
    return { kind: 'variant', name: named, params: given, span };
  },
);

const defaults: Grammar<Defaults> = node(kright(word('defaults'), params), (given, { span }) => {
  return { kind: 'defaults', params: given, span };
});

const weight: Grammar<Weight> = node(
  seq(quotedVariant, kright(symbol(':'), integer({ what: 'a weight', minimum: 0, maximum: 10_000 }))),
  ([named, share], { span }) => ({ kind: 'weight', variant: named, weight: share, span }),
);

const split: Grammar<Split> = node(
  seq(
    kright(word('split'), optional(kright(str('by'), dottedName))),
    optional(kright(str('namespace'), expected(string, 'a string'))),
    kmid(symbol('{'), manyUntil(kleft(weight, optional(str(','))), '}', 'a weight'), symbol('}')),
  ),
  ([subject, namespace, weights], { span }) => {
    return { kind: 'split', subject: subject ?? null, namespace: namespace ?? null, weights, span };
  },
);

interface Match {
  readonly segment: Name | null;
  readonly condition: Expression | null;
}

const inline: Grammar<Expression> = kmid(symbol('{'), expression, symbol('}'));

/** `when S`, `when { … }`, `when S { … }`; the word `segment` may stand before the name. */
const match: Grammar<Match> = kright(
  word('when'),
  choose<Match>(({ text }) => text === '{', {
    ahead: node(
      choose<Expression | null>(isEmptyBlock, { ahead: emptyBlock(), otherwise: inline }),
      (condition) => ({
        segment: null,
        condition,
      }),
    ),
    otherwise: node(
      seq(optional(namedBefore('segment')), expected(reference, '`{` or a segment'), optional(inline)),
      ([, segment, condition]) => ({ segment, condition: condition ?? null }),
    ),
  }),
);

/** A kill switch is the flag's, never that of one of its rules. */
const prelude = byKeyword<GovernanceClause>(WINDOW_AND_ROLLOUT, 'a clause');

const flagRule: Grammar<FlagRule> = node(
  seq(
    many(prelude),
    optional(word('else')),
    optional(match),
    many(prelude),
    choose<VariantName | Split>(({ text }) => text === 'split', {
      ahead: split,
      otherwise: kright(expected(str('then'), '`then` or `split`'), variantName),
    }),
  ),
  ([before, otherwise, matched, after, serves], { span, diagnostics }) => ({
    kind: 'flag-rule',
    isElse: otherwise !== undefined,
    governance: governanceOf([...before, ...after], diagnostics),
    segment: matched?.segment ?? null,
    condition: matched?.condition ?? null,
    serves,
    span,
  }),
);

const clause: Grammar<FlagClause> = choose<FlagClause>(isMetadata, {
  ahead: metadata,
  otherwise: byKeyword<FlagClause>(
    {
      requires: GOVERNANCE.requires,
      variant,
      defaults,
      kill_switch: killSwitch,
      active_from: flagRule,
      active_until: flagRule,
      rollout: flagRule,
      else: flagRule,
      when: flagRule,
      then: flagRule,
      split: flagRule,
    },
    'a clause',
  ),
});

const typeName = kright(
  word('type'),
  expected(alt_sc(str('boolean'), str('multivariate')), '`boolean` or `multivariate`'),
);

export const flagDeclaration: Grammar<FlagDeclaration> = node(
  seq(
    kright(word('flag'), name),
    optional(kright(word('returns'), expected(reference, 'an outcome'))),
    optional(typeName),
    optional(kright(word('default'), variantName)),
    optional(killSwitch),
    kmid(symbol('{'), manyUntil(clause, '}', 'a clause'), symbol('}')),
  ),
  ([declared, returns, type, served, switched, parts], { span, diagnostics }) => {
    const all = switched === undefined ? parts : [switched, ...parts];
    const clauses = new Clauses(all, diagnostics);
    return {
      kind: 'flag',
      name: declared,
      returns: returns ?? null,
      type: type?.text === 'multivariate' ? 'multivariate' : type === undefined ? null : 'boolean',
      default: served ?? null,
      killSwitch: clauses.one('kill-switch', 'kill_switch'),
      metadata: clauses.all('metadata'),
      requires: clauses.all('requires').flatMap(({ names }) => names),
      variants: clauses.all('variant'),
      defaults: clauses.one('defaults', 'defaults'),
      rules: clauses.all('flag-rule'),
      span,
    };
  },
);

function isMetadata({ kind, next }: SourceToken): boolean {
  return kind === 'name' && next.text === ':';
}

function isEmptyBlock({ next }: SourceToken): boolean {
  return next.text === '}';
}

function emptyBlock(): Grammar<null> {
  return kright(symbol('{'), kright(symbol('}'), none()));
}

/** A word that counts only with a name behind it. */
function namedBefore(text: string): Grammar<unknown> {
  return choose<unknown>(
    (token) => token.text === text && token.next.kind === 'name' && token.next.text !== 'then',
    {
      ahead: word(text),
      otherwise: none(),
    },
  );
}
