/** One simple rule without gates: what does it cost to match it, and to say what follows? */
import { matchRules, type RuleMatches } from '#app/library.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import { AT, arbiter, prepared, programOf } from '../peers/arbiter.ts';
import { celCondition } from '../peers/cel.ts';
import { logicCondition } from '../peers/json-logic.ts';
import { factsOf, jsonRulesEngine } from '../peers/json-rules-engine.ts';
import type { Params } from '../peers/peer.ts';
import { zen } from '../peers/zen.ts';
import { type Cart, cartsOf, type PlainRule } from '../rules.ts';
import type { Size } from '../suite.ts';

const RULE: PlainRule = {
  name: 'FreeShipping',
  tests: [
    { path: 'user.cart_total', operator: '>=', value: 35 },
    { path: 'user.region', operator: '!=', value: 'XX' },
  ],
  action: 'ApplyShipping',
  params: { cost: 0, method: 'standard' },
};

export const oneRule = comparison({
  name: 'one-rule',
  question: 'One rule, `cart_total >= 35 and region != "XX"`, to the object of its action; 46 in 100 match',
  prepare: (size) => {
    const carts = cartsOf(size.contexts);
    const expected = carts.map((cart) => paramsOf(byHand(cart)));
    const hand = candidate({
      name: 'by hand, with the action',
      inputs: carts,
      decide: byHand,
      answer: paramsOf,
      expected,
    });
    return [
      hand,
      ...ours(carts, expected),
      ...conditions(carts, expected),
      ...engines(carts, expected, size),
    ];
  },
});

interface Action {
  readonly name: string;
  readonly params: Params;
}

function byHand({ user }: Cart): Action | null {
  return user.cart_total >= 35 && user.region !== 'XX'
    ? { name: 'ApplyShipping', params: { cost: 0, method: 'standard' } }
    : null;
}

function paramsOf(action: Action | null): readonly Params[] {
  return action === null ? [] : [action.params];
}

type Expected = readonly (readonly Params[])[];

function ours(carts: readonly Cart[], expected: Expected): readonly Candidate[] {
  const program = programOf(arbiter.store([RULE]));
  const answer = ({ matched }: RuleMatches) => matched.map(({ params }) => params);
  return [
    candidate({
      name: 'Arbiter, `matchRules` of a prepared context',
      own: true,
      reach: { ratio: 6 },
      inputs: carts.map((cart) => prepared(program, cart)),
      decide: (context) => matchRules(program, context, AT),
      answer,
      expected,
    }),
    candidate({
      name: 'Arbiter, from the plain object',
      own: true,
      inputs: carts,
      decide: (cart) => matchRules(program, prepared(program, cart), AT),
      answer,
      expected,
    }),
  ];
}

/** Those that only say whether the condition holds make the action as it is made by hand. */
function conditions(carts: readonly Cart[], expected: Expected): readonly Candidate[] {
  const cel = celCondition(RULE);
  const logic = logicCondition(RULE);
  const shared = { inputs: carts, answer: paramsOf, expected };
  return [
    candidate({
      ...shared,
      name: '@marcbachmann/cel-js',
      decide: (cart) =>
        cel(cart) ? { name: 'ApplyShipping', params: { cost: 0, method: 'standard' } } : null,
    }),
    candidate({
      ...shared,
      name: 'json-logic-js',
      decide: (cart) =>
        logic(cart) ? { name: 'ApplyShipping', params: { cost: 0, method: 'standard' } } : null,
    }),
  ];
}

function engines(carts: readonly Cart[], expected: Expected, { contextsOfSlow }: Size): readonly Candidate[] {
  const inputs = carts.slice(0, contextsOfSlow);
  const shared = { isAsync: true, answer: (params: readonly Params[]) => params, expected };
  return [
    candidate({
      ...shared,
      name: 'json-rules-engine, awaited',
      inputs: inputs.map(factsOf),
      decide: jsonRulesEngine.load(jsonRulesEngine.store([RULE])),
    }),
    candidate({
      ...shared,
      name: '@gorules/zen-engine, awaited',
      inputs,
      decide: zen.load(zen.store([RULE])),
    }),
  ];
}
