/**
 * What can hold plain facts of eight fields. Each imports what it needs only when it is asked to, so that a process that
 * weighs one has nothing of the others in its memory.
 */
import { type Plain, weigh, type Weight } from './weigh.ts';

export interface Holder {
  readonly name: string;
  readonly own: boolean;
  readonly reach?: { readonly median: number };
  readonly weigh: (count: number) => Promise<Weight>;
}

/** The first is the reference. */
export const HOLDERS: Readonly<Record<string, Holder>> = {
  'by-hand': {
    name: 'by hand, a map by key',
    own: false,
    weigh: (count) => weigh({ take: (plain) => plain, hold: mapByKey }, count),
  },
  unread: {
    name: 'Arbiter, read by no rule',
    own: true,
    reach: { median: 1_000 },
    weigh: async (count) => weigh((await import('./peers/expert-holding.ts')).unread(), count),
  },
  joined: {
    name: 'Arbiter, joined by a rule',
    own: true,
    weigh: async (count) => weigh((await import('./peers/expert-holding.ts')).joined(), count),
  },
  nools: {
    name: 'nools, joined by a rule',
    own: false,
    weigh: async (count) => weigh((await import('./peers/nools-holding.ts')).joined(), count),
  },
};

function mapByKey(keys: readonly string[], records: readonly Plain[]): Promise<() => number> {
  const facts = new Map<string, { readonly fields: Plain | undefined; readonly at: number }>();
  for (const [index, key] of keys.entries()) facts.set(key, { fields: records[index], at: index });
  return Promise.resolve(() => facts.size);
}
