/** Clauses that several declarations share: blocks, `when`, bodies of actions, integers, durations. */
import { kleft, kmid, kright, seq, str, tok } from 'typescript-parsec';
import type {
  Bind,
  Binding,
  Block,
  Duration,
  Expression,
  Integer,
  Let,
  Param,
  Priority,
  When,
} from '../ast/nodes.ts';
import { parseDurationMs } from '../duration.ts';
import { printable } from '../lexer/printable.ts';
import { readDuration } from '../lexer/raw.ts';
import type { SourceToken } from '../lexer/token.ts';
import {
  choose,
  expected,
  failure,
  type Grammar,
  many,
  node,
  optional,
  type Site,
  success,
  symbol,
  tokenOf,
  word,
} from './combinators.ts';
import { expandBind } from './expand.ts';
import { expression } from './expression.ts';
import { name, reference } from './name.ts';
import { paramOf, paramsOf } from './params.ts';

export const INTEGER_MAX = 2 ** 31 - 1;
export const INTEGER_MIN = -(2 ** 31);

const param = paramOf(expression);
export const params = paramsOf(expression);

const letBinding: Grammar<Let> = node(
  seq(kright(word('let'), name), kright(symbol('='), expression)),
  ([bound, value], { span }) => ({ kind: 'let', name: bound, value, span }),
);

const binding: Grammar<Binding> = node(
  seq(kright(word('bind'), name), kright(word('in'), expression)),
  ([variable, collection]) => ({ variable, collection }),
);

/** `bind x in E bind y in F where { C }`. */
const bind: Grammar<Bind> = node(
  seq(many(binding), kright(word('where'), kmid(symbol('{'), expression, symbol('}')))),
  ([bindings, where], { span }) => {
    return { kind: 'bind', bindings, where, expansion: expandBind(bindings, where, span), span };
  },
);

const condition: Grammar<Expression> = choose<Expression>(isBind, { ahead: bind, otherwise: expression });

/** `{ let … condition }`; either part may be missing. */
export const block: Grammar<Block> = node(
  kmid(
    symbol('{'),
    seq(
      many(letBinding),
      choose<Expression | null>((token) => token.text === '}', { ahead: none(), otherwise: condition }),
    ),
    symbol('}'),
  ),
  ([lets, decided], { span }) => ({ kind: 'block', lets, condition: decided, span }),
);

/** `when { … }`, `when segment S { … }`, `when segment S`. */
export const when: Grammar<When> = node(
  kright(
    word('when'),
    choose<readonly [When['segment'], Block | undefined]>((token) => token.text === 'segment', {
      ahead: seq(kright(word('segment'), reference), optional(block)),
      otherwise: seq(none(), expected(block, '`{` or `segment`')),
    }),
  ),
  ([segment, inline], { span }) => ({ kind: 'when', segment, block: inline ?? null, span }),
);

export interface Body {
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
  readonly set: readonly Param[] | null;
}

/** `{ let … param: value, … }`. A param may be called `let`. */
export const body: Grammar<Body> = bodyWith(none());

/** As `body`, with the block of fields that `modify` sets at its end. */
export const bodyWithSet: Grammar<Body> = bodyWith(
  choose<readonly Param[] | null>(isSet, { ahead: kright(word('set'), params), otherwise: none() }),
);

function bodyWith(set: Grammar<readonly Param[] | null>): Grammar<Body> {
  const bound = choose<Let>(isLet, { ahead: letBinding, otherwise: failing('`let`') });
  const given = choose<Param>(isSet, {
    ahead: failing('a parameter'),
    otherwise: kleft(param, optional(str(','))),
  });
  const parts = seq(many(bound), many(given), set);
  return node(
    kmid(symbol('{'), parts, expected(symbol('}'), 'a parameter or `}`')),
    ([lets, list, overlaid]) => ({ lets, params: list, set: overlaid }),
  );
}

export const priority: Grammar<Priority> = node(
  kright(word('priority'), integer({ what: 'priority', minimum: INTEGER_MIN })),
  ({ value }, { span }) => ({ kind: 'priority', value, span }),
);

interface IntegerLimits {
  readonly what: string;
  readonly minimum: number;
  readonly maximum?: number;
}

/** A whole number in range; anything else is reported and replaced by the nearest one that is. */
export function integer({ what, minimum, maximum = INTEGER_MAX }: IntegerLimits): Grammar<Integer> {
  return node(seq(optional(str('-')), expected(tok('number'), 'a whole number')), ([sign, digits], site) => {
    const value = (sign === undefined ? 1 : -1) * Number(digits.text);
    const isValid = Number.isInteger(value) && value >= minimum && value <= maximum;
    const text = printable(`${sign?.text ?? ''}${digits.text}`);
    if (!isValid) reportInteger({ what, minimum, maximum, text }, site);
    return { kind: 'integer', value: isValid ? value : minimum > 0 ? minimum : 0, span: site.span };
  });
}

function reportInteger(values: Readonly<Record<string, string | number>>, site: Site): void {
  site.diagnostics.report('parse/invalid-integer', { span: site.span, values });
}

const durationToken: Grammar<string> = {
  parse(token) {
    const read = readDuration(tokenOf(token));
    return read === undefined
      ? failure(token, 'a duration such as `30s` or `1h30m`')
      : success(token, read.next, read.text);
  },
};

/** Longer than nothing; a reported one counts as a second. */
export const duration: Grammar<Duration> = node(durationToken, (text, { span, diagnostics }) => {
  const ms = parseDurationMs(text);
  if (ms !== undefined && ms > 0) return { kind: 'duration', ms, span };
  diagnostics.report('parse/invalid-duration', { span, values: { text: printable(text) } });
  return { kind: 'duration', ms: 1000, span };
});

/** Consumes nothing. */
export function none(): Grammar<null> {
  return { parse: (token) => success(token, token, null) };
}

function failing(what: string): Grammar<never> {
  return { parse: (token) => failure(token, what) };
}

function isBind({ text, next }: SourceToken): boolean {
  return text === 'bind' && next.kind === 'name' && next.next.text === 'in';
}

function isLet({ text, next }: SourceToken): boolean {
  return text === 'let' && next.text !== ':';
}

function isSet({ text, next }: SourceToken): boolean {
  return text === 'set' && next.text === '{';
}
