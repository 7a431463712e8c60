/** Two governed rules, one of which requires the other: what do the gates cost, and what does their record? */
import { type ArbitraceStep, decideRules, type RuleDecision } from '#app/library.js';
import { candidate, comparison } from '../candidate.ts';
import { AT, prepared, programOf } from '../peers/arbiter.ts';
import type { Params } from '../peers/peer.ts';
import { type Cart, cartsOf } from '../rules.ts';
import { essence, type Gate, TraceByHand } from '../trace-by-hand.ts';

const TEXT = `
segment local { user.region != "XX" }

rule FreeShipping {
    active_from 2020-01-01
    active_until 2100-01-01
    when segment local { user.cart_total >= 35 }
    then ApplyShipping { cost: 0, method: "standard" }
}

rule Gift priority 1 {
    requires FreeShipping
    when { user.visits > 3 }
    then AddGift { sample: "tea" }
}
`;

const UNTRACED = { ...AT, trace: 'off' } as const;

export const governed = comparison({
  name: 'governed',
  question: 'Two governed rules (window, segment, condition; prerequisite, condition), decided',
  prepare: ({ contexts }) => {
    const carts = cartsOf(contexts);
    const program = programOf(TEXT);
    const records = carts.map((cart) => prepared(program, cart));
    const expected = carts.map((cart) => answer(byHand(cart)));
    const own = { own: true, inputs: records };
    return [
      candidate({ name: 'by hand, every gate recorded', inputs: carts, decide: byHand, answer, expected }),
      candidate({
        ...own,
        name: 'Arbiter, `decideRules`',
        reach: { median: 1_500 },
        decide: (context) => decideRules(program, context, AT),
        answer,
        expected,
      }),
      candidate({
        ...own,
        name: "Arbiter, `decideRules` with `trace: 'off'`",
        decide: (context) => decideRules(program, context, UNTRACED),
        answer: ({ matched, arbitrace }) => ({ params: paramsOf(matched), steps: arbitrace }),
        expected: expected.map(({ params }) => ({ params, steps: [] })),
      }),
    ];
  },
});

interface Match {
  readonly action: string;
  readonly params: Params;
}

interface ByHand {
  readonly matched: readonly Match[];
  readonly arbitrace: readonly ArbitraceStep[];
}

function answer({ matched, arbitrace }: ByHand | RuleDecision) {
  return { params: paramsOf(matched), steps: arbitrace.map(essence) };
}

function paramsOf(matched: readonly Match[]): readonly Params[] {
  return matched.map(({ params }) => params);
}

const SHIPPING = { scope: 'rule', subject: 'FreeShipping' } as const;
const WINDOW = { ...SHIPPING, phase: 'governance' } as const;
const FROM: Gate = { ...WINDOW, kind: 'active_from', check: 'active_from 2020-01-01T00:00:00Z' };
const UNTIL: Gate = { ...WINDOW, kind: 'active_until', check: 'active_until 2100-01-01T00:00:00Z' };
const LOCAL: Gate = { ...SHIPPING, phase: 'match', kind: 'segment', check: 'segment local' };
const TOTAL: Gate = { ...SHIPPING, phase: 'match', kind: 'condition', check: 'condition' };
const GIFT = { scope: 'rule', subject: 'Gift' } as const;
const REQUIRED: Gate = { ...GIFT, phase: 'governance', kind: 'requires', check: 'requires FreeShipping' };
const VISITS: Gate = { ...GIFT, phase: 'match', kind: 'condition', check: 'condition' };

function byHand({ user }: Cart): ByHand {
  const matched: Match[] = [];
  const trace = new TraceByHand();
  const isLocal = user.region !== 'XX';
  const isBig = user.cart_total >= 35;
  const ships =
    trace.record(FROM, AT.nowSeconds >= 1_577_836_800, 'now=2027-01-15T08:00:00Z -> true') &&
    trace.record(UNTIL, AT.nowSeconds < 4_102_444_800, 'now=2027-01-15T08:00:00Z -> true') &&
    trace.record(LOCAL, isLocal, `user.region != "XX" -> ${isLocal}`) &&
    trace.record(TOTAL, isBig, `user.cart_total >= 35 -> ${isBig}`);
  if (ships) matched.push({ action: 'ApplyShipping', params: { cost: 0, method: 'standard' } });
  const isRegular = user.visits > 3;
  const gives =
    trace.record(REQUIRED, ships, `FreeShipping -> ${ships}`) &&
    trace.record(VISITS, isRegular, `user.visits > 3 -> ${isRegular}`);
  if (gives) matched.push({ action: 'AddGift', params: { sample: 'tea' } });
  return { matched, arbitrace: trace.steps };
}
