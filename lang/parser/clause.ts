/** Clauses that several declarations share: blocks, `when`, params, `kill_switch`, `requires`, integers, durations. */
import { alt_sc, kleft, kmid, kright, seq, str, tok } from 'typescript-parsec';
import type { Block, Duration, KillSwitch, Let, Name, Param, Priority, When } from '../ast/nodes.ts';
import { parseDurationMs } from '../duration.ts';
import { printable } from '../lexer/printable.ts';
import { readDuration } from '../lexer/raw.ts';
import type { Span } from '../span.ts';
import {
  choose,
  expected,
  failure,
  type Grammar,
  many,
  manyUntil,
  node,
  optional,
  type Site,
  success,
  symbol,
  tokenOf,
  word,
} from './combinators.ts';
import { expression } from './expression.ts';
import { name, names } from './name.ts';

const INTEGER_MAX = 2 ** 31 - 1;
const INTEGER_MIN = -(2 ** 31);

const letBinding: Grammar<Let> = node(
  seq(kright(word('let'), name), kright(symbol('='), expression)),
  ([bound, value], { span }) => ({ kind: 'let', name: bound, value, span }),
);

/** `{ let … condition }`; either part may be missing. */
export const block: Grammar<Block> = node(
  kmid(
    symbol('{'),
    seq(
      many(letBinding),
      choose((token) => token.text === '}', { ahead: none(), otherwise: expression }),
    ),
    symbol('}'),
  ),
  ([lets, condition], { span }) => ({ kind: 'block', lets, condition, span }),
);

/** `when { … }`, `when segment S { … }`, `when segment S`. */
export const when: Grammar<When> = node(
  kright(
    word('when'),
    choose<[Name | null, Block | undefined]>((token) => token.text === 'segment', {
      ahead: seq(kright(word('segment'), name), optional(block)),
      otherwise: seq(none(), expected(block, '`{` or `segment`')),
    }),
  ),
  ([segment, inline], { span }) => ({ kind: 'when', segment, block: inline ?? null, span }),
);

const param: Grammar<Param> = node(seq(name, kright(symbol(':'), expression)), ([field, value], { span }) => {
  return { kind: 'param', name: field, value, span };
});

export const params: Grammar<readonly Param[]> = kmid(
  symbol('{'),
  manyUntil(kleft(param, optional(str(','))), '}', 'a parameter'),
  symbol('}'),
);

export const killSwitch: Grammar<KillSwitch> = node(
  kright(word('kill_switch'), optional(alt_sc(str('on'), str('off')))),
  (position, { span }) => ({ kind: 'kill-switch', on: position?.text !== 'off', span }),
);

export interface Requires {
  readonly kind: 'requires';
  readonly names: readonly Name[];
  readonly span: Span;
}

export const requires: Grammar<Requires> = node(kright(word('requires'), names), (required, { span }) => {
  return { kind: 'requires', names: required, span };
});

export const priority: Grammar<Priority> = node(
  kright(word('priority'), integer({ what: 'priority', minimum: INTEGER_MIN })),
  ({ value }, { span }) => ({ kind: 'priority', value, span }),
);

/** A whole number in range; anything else is reported and replaced by the nearest one that is. */
export function integer(limits: { readonly what: string; readonly minimum: number }): Grammar<Integer> {
  const { what, minimum } = limits;
  return node(seq(optional(str('-')), expected(tok('number'), 'a whole number')), ([sign, digits], site) => {
    const value = (sign === undefined ? 1 : -1) * Number(digits.text);
    const isValid = Number.isInteger(value) && value >= minimum && value <= INTEGER_MAX;
    if (!isValid)
      reportInteger({ what, minimum, text: printable(`${sign?.text ?? ''}${digits.text}`) }, site);
    return { value: isValid ? value : minimum > 0 ? minimum : 0, span: site.span };
  });
}

export interface Integer {
  readonly value: number;
  readonly span: Span;
}

function reportInteger(
  values: { readonly what: string; readonly minimum: number; readonly text: string },
  site: Site,
): void {
  site.diagnostics.report('parse/invalid-integer', {
    span: site.span,
    values: { ...values, maximum: INTEGER_MAX },
  });
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

function none(): Grammar<null> {
  return { parse: (token) => success(token, token, null) };
}
