/** The clauses of the governance prelude, in any order and before or after `when`, and what they add up to. */
import { alt_sc, kright, seq, str, tok } from 'typescript-parsec';
import type { Governance, Instant, KillSwitch, Name, Rollout } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { parseDate } from '../instant.ts';
import { printable } from '../lexer/printable.ts';
import { readDate } from '../lexer/raw.ts';
import type { Span } from '../span.ts';
import { Clauses } from './clauses.ts';
import {
  byKind,
  expected,
  failure,
  type Grammar,
  node,
  optional,
  success,
  tokenOf,
  word,
} from './combinators.ts';
import { string, timestamp } from './literal.ts';
import { dottedName, references } from './name.ts';

export interface Named<Kind extends 'requires' | 'excludes'> {
  readonly kind: Kind;
  readonly names: readonly Name[];
  readonly span: Span;
}

export interface Bound<Kind extends 'active-from' | 'active-until'> {
  readonly kind: Kind;
  readonly instant: Instant;
  readonly span: Span;
}

export type GovernanceClause =
  | KillSwitch
  | Bound<'active-from'>
  | Bound<'active-until'>
  | Named<'requires'>
  | Named<'excludes'>
  | Rollout;

export const killSwitch: Grammar<KillSwitch> = node(
  kright(word('kill_switch'), optional(alt_sc(str('on'), str('off')))),
  (position, { span }) => ({ kind: 'kill-switch', on: position?.text !== 'off', span }),
);

const date: Grammar<Instant> = {
  parse(token) {
    const read = readDate(tokenOf(token));
    if (read === undefined) return failure(token, 'a timestamp or a date');
    const seconds = parseDate(read.text);
    const { span } = read;
    if (seconds === undefined)
      read.reading.diagnostics.report('lex/invalid-timestamp', {
        span,
        values: { text: printable(read.text) },
      });
    return success(token, read.next, { kind: 'instant', seconds: seconds ?? 0, span });
  },
};

export const instant: Grammar<Instant> = byKind(
  { timestamp: node(timestamp, ({ seconds }, { span }) => ({ kind: 'instant', seconds, span })) },
  date,
);

const percent = expected(tok('number'), 'a percentage');

const rollout: Grammar<Rollout> = node(
  seq(
    kright(seq(word('rollout'), optional(str('percent'))), percent),
    optional(kright(str('by'), dottedName)),
    optional(kright(str('namespace'), expected(string, 'a string'))),
  ),
  ([share, subject, namespace], { span, diagnostics }) => {
    const value = Number(share.text);
    const isShare = value >= 0 && value <= 100;
    if (!isShare)
      diagnostics.report('parse/rollout-range', {
        span: tokenOf(share).span,
        values: { text: printable(share.text) },
      });
    return {
      kind: 'rollout',
      percent: isShare ? value : 0,
      subject: subject ?? null,
      namespace: namespace ?? null,
      span,
    };
  },
);

/** By keyword, for the declarations that take all of them. */
export const GOVERNANCE = {
  kill_switch: killSwitch,
  active_from: bound('active-from', 'active_from'),
  active_until: bound('active-until', 'active_until'),
  requires: named('requires'),
  excludes: named('excludes'),
  rollout,
} as const;

/** Those of the rules of a flag. */
export const WINDOW_AND_ROLLOUT = {
  active_from: GOVERNANCE.active_from,
  active_until: GOVERNANCE.active_until,
  rollout,
} as const;

/** Those of the arms of a strategy. */
export const ARM_GOVERNANCE = { kill_switch: killSwitch, ...WINDOW_AND_ROLLOUT } as const;

export function governanceOf(clauses: readonly GovernanceClause[], diagnostics: Diagnostics): Governance {
  const found = new Clauses(clauses, diagnostics);
  return {
    killSwitch: found.one('kill-switch', 'kill_switch'),
    activeFrom: found.one('active-from', 'active_from')?.instant ?? null,
    activeUntil: found.one('active-until', 'active_until')?.instant ?? null,
    requires: found.all('requires').flatMap(({ names }) => names),
    excludes: found.all('excludes').flatMap(({ names }) => names),
    rollout: found.one('rollout', 'rollout'),
  };
}

const GOVERNANCE_KINDS: ReadonlySet<string> = new Set([
  'kill-switch',
  'active-from',
  'active-until',
  'requires',
  'excludes',
  'rollout',
]);

export function isGovernance<C extends { readonly kind: string }>(
  clause: C,
): clause is Extract<C, { readonly kind: GovernanceClause['kind'] }> {
  return GOVERNANCE_KINDS.has(clause.kind);
}

function named<Kind extends 'requires' | 'excludes'>(kind: Kind): Grammar<Named<Kind>> {
  return node(kright(word(kind), references), (names, { span }) => ({ kind, names, span }));
}

function bound<Kind extends 'active-from' | 'active-until'>(
  kind: Kind,
  keyword: string,
): Grammar<Bound<Kind>> {
  return node(kright(word(keyword), instant), (at, { span }) => ({ kind, instant: at, span }));
}
