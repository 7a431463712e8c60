/** `strategy NAME returns OUTCOME { when … then Label { … } … else Label { … } }`. */
import { kmid, kright, seq } from 'typescript-parsec';
import type { Arm, Name, StrategyDeclaration } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';
import { type Body, body, when } from './clause.ts';
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
import { ARM_GOVERNANCE, type GovernanceClause, governanceOf } from './governance.ts';
import { name, reference } from './name.ts';

const prelude = byKeyword<GovernanceClause>(ARM_GOVERNANCE, 'a clause');

const labelled: Grammar<readonly [Name, Body]> = seq(expected(name, 'a label'), body);

/** Governance may stand before the `when` or behind it. */
const whenArm: Grammar<Arm> = node(
  seq(many(prelude), optional(when), many(prelude), kright(word('then'), labelled)),
  ([before, matched, after, [label, { lets, params }]], { span, diagnostics }) => {
    const governance = governanceOf([...before, ...after], diagnostics);
    return { kind: 'arm', label, isElse: false, governance, when: matched ?? null, lets, params, span };
  },
);

const elseArm: Grammar<Arm> = node(
  kright(word('else'), labelled),
  ([label, { lets, params }], { span, diagnostics }) => {
    const governance = governanceOf([], diagnostics);
    return { kind: 'arm', label, isElse: true, governance, when: null, lets, params, span };
  },
);

const arm: Grammar<Arm> = choose(isElse, { ahead: elseArm, otherwise: expected(whenArm, 'an arm') });

export const strategyDeclaration: Grammar<StrategyDeclaration> = node(
  seq(
    kright(word('strategy'), name),
    kright(word('returns'), expected(reference, 'an outcome')),
    kmid(symbol('{'), manyUntil(arm, '}', 'an arm'), symbol('}')),
  ),
  ([declared, returns, arms], { span }) => ({ kind: 'strategy', name: declared, returns, arms, span }),
);

function isElse({ text }: SourceToken): boolean {
  return text === 'else';
}
