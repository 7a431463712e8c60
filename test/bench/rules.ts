/** Rules and contexts of the comparisons, in words that Arbiter and its peers have in common; all from a seed. */
import { Prng } from '#sim/prng.js';

/** Matches when all tests hold, and leads to its params. */
export interface PlainRule {
  readonly name: string;
  readonly tests: readonly PlainTest[];
  readonly action: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface PlainTest {
  /** Two names: `user.region`. */
  readonly path: string;
  readonly operator: '>=' | '>' | '==' | '!=';
  readonly value: string | number | boolean;
}

export type Context = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** `amount > C and region == R and flagged == false`. */
export interface Review {
  readonly level: number;
  readonly amount: number;
  readonly region: string;
}

export type Payment = Context & {
  readonly tx: { readonly amount: number };
  readonly user: { readonly region: string };
  readonly account: { readonly flagged: boolean };
};

/** With these, 2 of 1,000 rules match a payment, and 22 of 10,000. */
const REGIONS = 200;
const AMOUNT_MAX = 10_000;
const FLAGGED = 0.1;

export function reviewsOf(count: number): readonly Review[] {
  const prng = new Prng('reviews');
  return asRead(
    Array.from({ length: count }, (_, level) => ({
      level,
      amount: prng.integer(0, AMOUNT_MAX),
      region: regionOf(prng),
    })),
  );
}

export function plainReview({ level, amount, region }: Review): PlainRule {
  return {
    name: `Review${level}`,
    tests: [
      { path: 'tx.amount', operator: '>', value: amount },
      { path: 'user.region', operator: '==', value: region },
      { path: 'account.flagged', operator: '==', value: false },
    ],
    action: 'Review',
    params: { level },
  };
}

export function paymentsOf(count: number): readonly Payment[] {
  const prng = new Prng('payments');
  return asRead(
    Array.from({ length: count }, () => ({
      tx: { amount: prng.integer(0, AMOUNT_MAX) },
      user: { region: regionOf(prng) },
      account: { flagged: prng.chance(FLAGGED) },
    })),
  );
}

function regionOf(prng: Prng): string {
  return `R${prng.integer(1, REGIONS)}`;
}

export type Cart = Context & {
  readonly user: {
    readonly id: string;
    readonly cart_total: number;
    readonly region: string;
    readonly visits: number;
  };
};

/** 46 of 100 are of 35 and more, and not in `XX`. */
export function cartsOf(count: number): readonly Cart[] {
  const prng = new Prng('carts');
  return asRead(
    Array.from({ length: count }, (_, index) => ({
      user: {
        id: `u${index}`,
        cart_total: prng.integer(0, 70),
        region: prng.chance(0.1) ? 'XX' : prng.pick(['DE', 'FR', 'US', 'CA']),
        visits: prng.integer(0, 7),
      },
    })),
  );
}

/** As JSON brings it, whose short texts V8 keeps once, so that comparing them is cheap; what was put together by code is not. */
function asRead<Made>(made: Made): Made {
  return JSON.parse(JSON.stringify(made));
}
