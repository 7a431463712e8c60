/** A flag: what does its variant cost, with the reason and the gates that led to it? And what does a rollout add, which hashes? */
import { createHash } from 'node:crypto';
import { type ArbitraceStep, decideFlag, type FlagDecision } from '#app/library.js';
import { candidate, comparison } from '../candidate.ts';
import { AT, prepared, programOf } from '../peers/arbiter.ts';
import { type Cart, cartsOf } from '../rules.ts';
import { essence, type Gate, TraceByHand } from '../trace-by-hand.ts';

const TEXT = `
segment local { user.region != "XX" }

flag checkout default false {
    owner: "bench"
    when local { user.cart_total >= 35 } then true
    when { user.visits > 3 } then true
}

flag beta default false {
    owner: "bench"
    rollout 50 by user.id namespace "bench"
    when { user.cart_total >= 35 } then true
}
`;

export const flag = comparison({
  name: 'flag',
  question: 'A flag of two rules, with explanation; and one with a rollout to half of the users',
  prepare: ({ contexts }) => {
    const carts = cartsOf(contexts);
    const program = programOf(TEXT);
    const inputs = carts.map((cart) => prepared(program, cart));
    return [
      candidate({
        name: 'by hand, with reason and gates',
        inputs: carts,
        decide: byHand,
        answer,
        expected: carts.map((cart) => answer(byHand(cart))),
      }),
      candidate({
        name: 'Arbiter, `decideFlag`',
        own: true,
        reach: { median: 800 },
        inputs,
        decide: (context) => decideFlag(program, 'checkout', { nowSeconds: AT.nowSeconds, context }),
        answer,
        expected: carts.map((cart) => answer(byHand(cart))),
      }),
      candidate({
        name: 'Arbiter, `decideFlag` with a rollout',
        own: true,
        inputs,
        decide: (context) => decideFlag(program, 'beta', { nowSeconds: AT.nowSeconds, context }),
        answer: ({ variant }) => variant,
        expected: carts.map((cart) => String(cart.user.cart_total >= 35 && isIn(cart))),
      }),
    ];
  },
});

interface ByHand {
  readonly variant: string;
  readonly reason: string;
  readonly arbitrace: readonly ArbitraceStep[];
}

function answer({ variant, reason, arbitrace }: ByHand | FlagDecision) {
  return { variant, reason, steps: arbitrace.map(essence) };
}

const CHECKOUT = { scope: 'flag', subject: 'checkout', phase: 'match' } as const;
const LOCAL: Gate = { ...CHECKOUT, kind: 'segment', check: 'segment local' };
const INLINE: Gate = { ...CHECKOUT, kind: 'condition', check: 'inline condition' };

function byHand({ user }: Cart): ByHand {
  const trace = new TraceByHand();
  const arbitrace = trace.steps;
  const isLocal = user.region !== 'XX';
  const isBig = user.cart_total >= 35;
  if (
    trace.record(LOCAL, isLocal, `user.region != "XX" -> ${isLocal}`) &&
    trace.record(INLINE, isBig, `user.cart_total >= 35 -> ${isBig}`)
  )
    return { variant: 'true', reason: 'matched segment local and inline condition', arbitrace };
  const isRegular = user.visits > 3;
  return trace.record(INLINE, isRegular, `user.visits > 3 -> ${isRegular}`)
    ? { variant: 'true', reason: 'matched inline condition', arbitrace }
    : { variant: 'false', reason: 'no rules matched', arbitrace };
}

/** As `docs/language/governance.md` defines the bucket. */
function isIn({ user }: Cart): boolean {
  const digest = createHash('sha256').update(`bench\0${user.id}`).digest();
  return digest.readUInt32BE(0) % 10_000 < 5_000;
}
