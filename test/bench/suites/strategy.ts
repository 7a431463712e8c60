/** A strategy of three arms: what does it cost to find the first that applies, with the gates that led to it? */
import { type ArbitraceStep, decideStrategy, type StrategyDecision } from '#app/library.js';
import { candidate, comparison } from '../candidate.ts';
import { AT, prepared, programOf } from '../peers/arbiter.ts';
import type { Params } from '../peers/peer.ts';
import { type Cart, cartsOf } from '../rules.ts';
import { essence, type Gate, TraceByHand } from '../trace-by-hand.ts';

const TEXT = `
outcome Path { target: string }

strategy Route returns Path {
    when { user.cart_total >= 60 } then Fast { target: "fast" }
    when { user.region == "XX" } then Hold { target: "hold" }
    else Slow { target: "slow" }
}
`;

export const strategy = comparison({
  name: 'strategy',
  question: 'A strategy of three arms, the last of which is taken most often',
  prepare: ({ contexts }) => {
    const carts = cartsOf(contexts);
    const program = programOf(TEXT);
    const expected = carts.map((cart) => answer(byHand(cart)));
    return [
      candidate({ name: 'by hand, every gate recorded', inputs: carts, decide: byHand, answer, expected }),
      candidate({
        name: 'Arbiter, `decideStrategy`',
        own: true,
        inputs: carts.map((cart) => prepared(program, cart)),
        decide: (context) => decideStrategy(program, 'Route', { nowSeconds: AT.nowSeconds, context }),
        answer: (decision) => decision && answer(decision),
        expected,
      }),
    ];
  },
});

interface ByHand {
  readonly selected: string;
  readonly params: Params;
  readonly arbitrace: readonly ArbitraceStep[];
}

function answer({ selected, params, arbitrace }: ByHand | StrategyDecision) {
  return { selected, params, steps: arbitrace.map(essence) };
}

const ROUTE = { scope: 'strategy', subject: 'Route' } as const;
const FAST: Gate = { ...ROUTE, phase: 'match', kind: 'condition', check: 'strategy:Route/Fast:condition' };
const HOLD: Gate = { ...ROUTE, phase: 'match', kind: 'condition', check: 'strategy:Route/Hold:condition' };
const SLOW: Gate = { ...ROUTE, phase: 'effect', kind: 'fallback', check: 'strategy:Route/Slow:fallback' };

function byHand({ user }: Cart): ByHand {
  const trace = new TraceByHand();
  const arbitrace = trace.steps;
  const isBig = user.cart_total >= 60;
  if (trace.record(FAST, isBig, `user.cart_total >= 60 -> ${isBig}`))
    return { selected: 'Fast', params: { target: 'fast' }, arbitrace };
  const isHeld = user.region === 'XX';
  if (trace.record(HOLD, isHeld, `user.region == "XX" -> ${isHeld}`))
    return { selected: 'Hold', params: { target: 'hold' }, arbitrace };
  trace.record(SLOW, true, 'else arm selected');
  return { selected: 'Slow', params: { target: 'slow' }, arbitrace };
}
