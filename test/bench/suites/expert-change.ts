/** One changed fact in a loaded session: how much is done that the change has nothing to do with? */
import type { Command } from '#app/library.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import {
  type Change,
  changesOf,
  type Delivery,
  type Depot,
  depotOf,
  factsIn,
  sorted,
} from '../deliveries.ts';
import { JoinByHand } from '../join-by-hand.ts';
import { deliveryFlow, deliveryProgram, noolsFact, plainFact } from '../peers/deliveries.ts';
import { assertion, loadedSession, NOW, outcomesOf } from '../peers/expert.ts';
import { loadedNools, replaceInNools } from '../peers/nools.ts';

const FACTS = 1_000;
const NOOLS = 'nools';

interface Setting {
  readonly depot: Depot;
  readonly changes: readonly Change[];
  /** By change, what is delivered because of it, and what when it is taken back. */
  readonly expected: readonly (readonly [changed: readonly Delivery[], back: readonly Delivery[]])[];
}

export const expertChange = comparison({
  name: 'expert-change',
  question:
    'One fact of 3 × 1,000 changes, or changes back, under a join of the three types, and the session runs',
  prepare: async ({ factsMax, contexts, contextsOfSlow }) => {
    const depot = depotOf(Math.min(FACTS, Math.floor(factsMax / 3)), 'depot');
    const changes = changesOf(depot, contexts);
    const setting = { depot, changes, expected: changes.map(byHand(depot)) };
    return [
      candidate({
        name: 'by hand, every side hashed',
        inputs: changes,
        perCall: 2,
        decide: byHand(depot),
        answer: (found) => found,
        expected: setting.expected,
      }),
      ours(setting),
      await peer(setting, contextsOfSlow),
    ];
  },
});

function byHand(depot: Depot) {
  const join = new JoinByHand(depot);
  join.take();
  return ({ before, after }: Change): readonly [readonly Delivery[], readonly Delivery[]] => [
    join.replace(before, after),
    join.replace(after, before),
  ];
}

function ours({ depot, changes, expected }: Setting): Candidate {
  const session = loadedSession(deliveryProgram(), factsIn(depot).map(plainFact));
  return candidate({
    name: 'Arbiter, `apply`',
    own: true,
    // What nools took where 5 µs were asked for: decision 0015.
    reach: { beside: { row: NOOLS, ratio: 5 / 34.6 } },
    inputs: changes.map(({ before, after }): readonly [Command, Command] => [
      assertion(plainFact(after)),
      assertion(plainFact(before)),
    ]),
    perCall: 2,
    decide: ([change, back]) => [session.apply(change, NOW), session.apply(back, NOW)],
    answer: (steps) => steps.map(outcomesOf),
    expected,
  });
}

async function peer({ depot, changes, expected }: Setting, count: number): Promise<Candidate> {
  let found: Delivery[] = [];
  const facts = new Map(factsIn(depot).map((fact) => [fact, noolsFact(fact)]));
  const session = await loadedNools(
    deliveryFlow((delivery) => found.push(delivery)),
    [...facts.values()],
  );
  const replace = async (before: object, after: object) => {
    found = [];
    await replaceInNools(session, before, after);
    return sorted(found);
  };
  return candidate({
    name: NOOLS,
    isAsync: true,
    perCall: 2,
    inputs: changes.slice(0, count).map(({ before, after }) => ({
      before: facts.get(before) ?? before,
      after: noolsFact(after),
    })),
    decide: async ({ before, after }) => [await replace(before, after), await replace(after, before)],
    answer: (both) => both,
    expected,
  });
}
