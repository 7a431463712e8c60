/**
 * The stored forms that a rule set is loaded from. Each imports what loads it only when it is asked to, so that a process
 * that loads one has nothing of the others in its memory.
 */
import type { Decide, Peer } from './peers/peer.ts';
import { type Payment, plainReview, type Review } from './rules.ts';
import type { Reach } from './suite.ts';

export interface Form {
  readonly name: string;
  readonly own: boolean;
  readonly reach?: { readonly first?: Reach; readonly peak?: Reach };
  /** What it keeps is in no heap of V8, and can only be seen in the memory of the process. */
  readonly isNative?: boolean;
  readonly open: () => Promise<Loading>;
}

export interface Loading {
  readonly store: (rules: readonly Review[]) => string | Uint8Array;
  readonly load: (stored: Buffer) => Decide<Payment>;
}

/** The first is the reference. */
export const FORMS: Readonly<Record<string, Form>> = {
  'by-hand': {
    name: 'by hand, `JSON.parse` and an index',
    own: false,
    open: async () => {
      const { reviewIndex } = await import('./by-hand.ts');
      return { store: JSON.stringify, load: (stored) => reviewIndex(JSON.parse(stored.toString())) };
    },
  },
  text: {
    name: 'Arbiter, `.arb` text',
    own: true,
    reach: { first: { median: 3e9 }, peak: { median: 250e6 } },
    open: async () => ofPeer((await import('./peers/arbiter.ts')).arbiter),
  },
  bundle: {
    name: 'Arbiter, a bundle',
    own: true,
    open: async () => {
      const { arbiter, loadBundle, bundleOf } = await import('./peers/arbiter.ts');
      return { store: (rules) => bundleOf(arbiter.store(rules.map(plainReview))), load: loadBundle };
    },
  },
  'cel-js': {
    name: '@marcbachmann/cel-js',
    own: false,
    open: async () => ofPeer((await import('./peers/cel.ts')).cel),
  },
  'json-logic-js': {
    name: 'json-logic-js',
    own: false,
    open: async () => ofPeer((await import('./peers/json-logic.ts')).jsonLogicPeer),
  },
  'json-rules-engine': {
    name: 'json-rules-engine',
    own: false,
    open: async () => {
      const { jsonRulesEngine, factsOf } = await import('./peers/json-rules-engine.ts');
      const load = (stored: Buffer): Decide<Payment> => {
        const decide = jsonRulesEngine.load(stored.toString());
        return (payment) => decide(factsOf(payment));
      };
      return { ...ofPeer(jsonRulesEngine), load };
    },
  },
  'zen-engine': {
    name: '@gorules/zen-engine',
    own: false,
    isNative: true,
    open: async () => ofPeer((await import('./peers/zen.ts')).zen),
  },
};

function ofPeer<Input>({ store, load }: Peer<Input>) {
  return {
    store: (rules: readonly Review[]): string => store(rules.map(plainReview)),
    load: (stored: Buffer): Decide<Input> => load(stored.toString()),
  };
}
