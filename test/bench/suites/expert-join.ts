/** A join of three types from scratch: what does it cost to take 3,000 facts and find the 1,000 that belong together? */
import { Session } from '#app/library.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import { type Delivery, type Depot, depotOf, factsIn, sorted } from '../deliveries.ts';
import { JoinByHand } from '../join-by-hand.ts';
import { deliveryFlow, deliveryProgram, noolsFact, plainFact } from '../peers/deliveries.ts';
import { AMPLE, assertion, NOW, outcomesOf } from '../peers/expert.ts';
import { loadedNools } from '../peers/nools.ts';

const FACTS = 1_000;
/** A run is a thousand joins, so that a few of them are many. */
const DEPOTS = 4;
const NOOLS = 'nools';

interface Setting {
  readonly depots: readonly Depot[];
  readonly expected: readonly (readonly Delivery[])[];
}

export const expertJoin = comparison({
  name: 'expert-join',
  question: 'A session that takes 3 × 1,000 facts and joins the three types to 1,000 outcomes',
  prepare: ({ factsMax }) => {
    const count = Math.min(FACTS, Math.floor(factsMax / 3));
    const depots = Array.from({ length: DEPOTS }, (_, index) => depotOf(count, `depot ${index}`));
    const setting = { depots, expected: depots.map((depot) => sorted(byHand(depot))) };
    return [
      candidate({
        name: 'by hand, every side hashed',
        inputs: depots,
        decide: byHand,
        answer: sorted,
        expected: setting.expected,
      }),
      ours(setting),
      peer(setting),
    ];
  },
});

function byHand(depot: Depot): readonly Delivery[] {
  return new JoinByHand(depot).take();
}

function ours({ depots, expected }: Setting): Candidate {
  const program = deliveryProgram();
  return candidate({
    name: 'Arbiter, `applyAll` in a fresh session',
    own: true,
    reach: { median: 3e6, beside: { row: NOOLS, ratio: 1 / 20 } },
    inputs: depots.map((depot) => factsIn(depot).map((fact) => assertion(plainFact(fact)))),
    decide: (commands) => new Session(program, { limits: AMPLE }).applyAll(commands, NOW),
    answer: (step) => outcomesOf(step).toSorted((a, b) => (String(a['order']) < String(b['order']) ? -1 : 1)),
    expected,
  });
}

function peer({ depots, expected }: Setting): Candidate {
  let found: Delivery[] = [];
  const flow = deliveryFlow((delivery) => found.push(delivery));
  return candidate({
    name: NOOLS,
    isAsync: true,
    inputs: depots.map((depot) => factsIn(depot).map(noolsFact)),
    decide: async (facts) => {
      found = [];
      const session = await loadedNools(flow, facts);
      session.dispose();
      return found;
    },
    answer: sorted,
    expected,
  });
}
