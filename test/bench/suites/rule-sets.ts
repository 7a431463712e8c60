/**
 * Many rules of one form, of which few match: how much of the work of asking each can be saved? The limit is an index by hand,
 * which knows the form of the rules; peers and the loop by hand ask them all.
 */
import { matchRules, type RuleMatches } from '#app/library.js';
import { reviewIndex, reviewLoop } from '../by-hand.ts';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import { AT, arbiter, prepared, programOf } from '../peers/arbiter.ts';
import { cel } from '../peers/cel.ts';
import { jsonLogicPeer } from '../peers/json-logic.ts';
import { factsOf, jsonRulesEngine } from '../peers/json-rules-engine.ts';
import type { Params } from '../peers/peer.ts';
import { zen } from '../peers/zen.ts';
import { type Payment, paymentsOf, plainReview, type Review, reviewsOf } from '../rules.ts';
import type { Size, Suite } from '../suite.ts';

/** A run of json-rules-engine over 10,000 rules takes a fifth of a second. */
const CONTEXTS_OF_SLOWEST = 16;

export const thousandRules = ruleSet(1_000, { median: 4_000 });
export const tenThousandRules = ruleSet(10_000, { median: 43_000 });

function ruleSet(count: number, reach: { readonly median: number }): Suite {
  const rules = count.toLocaleString('en');
  return comparison({
    name: `rule-sets-${count}`,
    question: `${rules} rules, \`amount > C and region == R and flagged == false\`; ${(count * 9) / 4_000} match`,
    prepare: (size) => {
      const reviews = reviewsOf(Math.min(count, size.rulesMax));
      const payments = paymentsOf(size.contexts);
      const set = { reviews, payments, expected: payments.map(reviewLoop(reviews)).map(levels) };
      return [...byHand(set), ...ours(set, reach), ...peers(set, size)];
    },
  });
}

interface RuleSet {
  readonly reviews: readonly Review[];
  readonly payments: readonly Payment[];
  readonly expected: readonly (readonly unknown[])[];
}

/** In one order: by hand and in decision tables they come in another. */
function levels(matched: readonly Params[] | readonly Review[]): readonly unknown[] {
  return matched.map(({ level }) => Number(level)).sort((a, b) => a - b);
}

function byHand({ reviews, payments, expected }: RuleSet): readonly Candidate[] {
  const shared = { inputs: payments, answer: levels, expected };
  return [
    candidate({
      ...shared,
      name: 'by hand, region hashed and thresholds sorted',
      decide: reviewIndex(reviews),
    }),
    candidate({ ...shared, name: 'by hand, a loop over all', decide: reviewLoop(reviews) }),
  ];
}

function ours(
  { reviews, payments, expected }: RuleSet,
  reach: { readonly median: number },
): readonly Candidate[] {
  const program = programOf(arbiter.store(reviews.map(plainReview)));
  const answer = ({ matched }: RuleMatches) => levels(matched.map(({ params }) => params));
  const shared = { own: true, answer, expected };
  return [
    candidate({
      ...shared,
      name: 'Arbiter, `matchRules` of a prepared context',
      reach,
      inputs: payments.map((payment) => prepared(program, payment)),
      decide: (context) => matchRules(program, context, AT),
    }),
    candidate({
      ...shared,
      name: 'Arbiter, from the plain object',
      inputs: payments,
      decide: (payment) => matchRules(program, prepared(program, payment), AT),
    }),
  ];
}

function peers({ reviews, payments, expected }: RuleSet, { contextsOfSlow }: Size): readonly Candidate[] {
  const rules = reviews.map(plainReview);
  const inputs = payments.slice(0, contextsOfSlow);
  const shared = { inputs, answer: levels, expected };
  return [
    candidate({ ...shared, name: '@marcbachmann/cel-js', decide: cel.load(cel.store(rules)) }),
    candidate({ ...shared, name: 'json-logic-js', decide: jsonLogicPeer.load(jsonLogicPeer.store(rules)) }),
    candidate({
      ...shared,
      name: '@gorules/zen-engine, awaited',
      isAsync: true,
      decide: zen.load(zen.store(rules)),
    }),
    candidate({
      ...shared,
      name: 'json-rules-engine, awaited',
      isAsync: true,
      inputs: inputs.slice(0, CONTEXTS_OF_SLOWEST).map(factsOf),
      decide: jsonRulesEngine.load(jsonRulesEngine.store(rules)),
    }),
  ];
}
