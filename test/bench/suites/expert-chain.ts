/** The smallest chain: a fresh session, a fact, a rule that derives another from it, and a rule that says so. */
import { Session } from '#app/library.js';
import { Prng } from '#sim/prng.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import { programOf } from '../peers/arbiter.ts';
import { assertion, NOW, outcomesOf } from '../peers/expert.ts';
import { loadedNools, noolsFlow } from '../peers/nools.ts';

const TEXT = `
fact Reading { value: number }
fact Alarm { level: string value: number }

outcome Page { sensor: string value: number }

expert rule Hot per_fact {
    when { any r in facts.Reading { r.value > 80 } }
    then assert Alarm { key: r.key, level: "high", value: r.value }
}

expert rule Report per_fact {
    when { any a in facts.Alarm { a.level == "high" } }
    then emit Page { sensor: a.key, value: a.value }
}
`;

interface Page {
  readonly sensor: string;
  readonly value: number;
}

interface Setting {
  /** All above 80. */
  readonly readings: readonly Reading[];
  readonly expected: readonly (readonly Page[])[];
}

export const expertChain = comparison({
  name: 'expert-chain',
  question: 'A fresh session takes a fact, a rule derives another from it, a second rule emits an outcome',
  prepare: ({ contexts, contextsOfSlow }) => {
    const prng = new Prng('readings');
    const drawn = (_: unknown, index: number) => new Reading(`s${index}`, prng.integer(81, 999));
    const readings = Array.from({ length: contexts }, drawn);
    const setting = { readings, expected: readings.map(({ key, value }) => [{ sensor: key, value }]) };
    return [
      candidate({
        name: 'by hand, two maps of facts',
        inputs: readings,
        decide: byHand,
        answer: ({ pages }) => pages,
        expected: setting.expected,
      }),
      ours(setting),
      peer(setting, contextsOfSlow),
    ];
  },
});

class Reading {
  readonly key: string;
  readonly value: number;
  constructor(key: string, value: number) {
    this.key = key;
    this.value = value;
  }
}

class Alarm {
  readonly key: string;
  readonly level: string;
  readonly value: number;
  constructor({ key, value }: Reading) {
    this.key = key;
    this.level = 'high';
    this.value = value;
  }
}

function byHand(reading: Reading) {
  const readings = new Map([[reading.key, reading]]);
  const alarms = new Map<string, Alarm>();
  const pages: Page[] = [];
  for (const reading of readings.values())
    if (reading.value > 80) alarms.set(reading.key, new Alarm(reading));
  for (const { key, level, value } of alarms.values())
    if (level === 'high') pages.push({ sensor: key, value });
  return { readings, alarms, pages };
}

function ours({ readings, expected }: Setting): Candidate {
  const program = programOf(TEXT);
  return candidate({
    name: 'Arbiter, `apply` in a fresh session',
    own: true,
    reach: { median: 8_000 },
    inputs: readings.map(({ key, value }) => assertion({ type: 'Reading', key, fields: { value } })),
    decide: (command) => new Session(program).apply(command, NOW),
    answer: outcomesOf,
    expected,
  });
}

function peer({ readings, expected }: Setting, count: number): Candidate {
  let pages: Page[] = [];
  const flow = noolsFlow((flow) => {
    flow.rule('Hot', [[Reading, 'r', 'r.value > 80']], ({ r }: { readonly r: Reading }, session) => {
      session.assert(new Alarm(r));
    });
    flow.rule('Report', [[Alarm, 'a', "a.level == 'high'"]], ({ a }: { readonly a: Alarm }) => {
      pages.push({ sensor: a.key, value: a.value });
    });
  });
  return candidate({
    name: 'nools',
    isAsync: true,
    inputs: readings.slice(0, count),
    decide: async (reading) => {
      pages = [];
      const session = await loadedNools(flow, [reading]);
      session.dispose();
      return pages;
    },
    answer: (pages) => pages,
    expected,
  });
}
