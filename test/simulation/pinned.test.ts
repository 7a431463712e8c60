/** Seeds that once found a mistake, each with its story. They stay, so that the mistake does not come back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { bundleDigest, compile, encodeProgram } from '#lang';
import { parseFacts, type SimInput, simulateSeed } from '#sim';
import { paymentsInput } from '../harness/payments.ts';
import { ROOT } from '../harness/sources.ts';

function earthquakes(): SimInput {
  const read = (name: string): string => readFileSync(join(ROOT, 'examples', 'earthquakes', name), 'utf8');
  const { program } = compile({ name: 'monitor.arb', text: read('monitor.arb') }, 'monitor');
  if (program === null) throw new Error('the example does not compile');
  const bytes = encodeProgram(program);
  return { program, bundle: { digest: bundleDigest(bytes), bytes }, facts: parseFacts(read('week.ndjson')) };
}

interface Pinned {
  readonly seed: number;
  /** The rest of the options follows from the seed. */
  readonly facts: number | null;
  readonly input: () => SimInput;
  readonly story: string;
}

const PINNED: readonly Pinned[] = [
  {
    seed: 2,
    facts: 353,
    input: earthquakes,
    story: 'an outcome left when its row was visible, before it was on disk',
  },
  {
    seed: 9,
    facts: 186,
    input: earthquakes,
    story: 'a wake sent while the source was opened again was lost, and its lane never woke',
  },
  {
    seed: 8,
    facts: 333,
    input: earthquakes,
    story: 'after reopening, timers ran by a frontier ahead of messages that were still to come again',
  },
  {
    seed: 11,
    facts: 395,
    input: earthquakes,
    story: 'a repetition was acknowledged by what was visible, before its first delivery was on disk',
  },
  {
    seed: 2,
    facts: 60,
    input: paymentsInput,
    story: 'a timer that was put off left a stale alarm, which rang for ever',
  },
  {
    seed: 5074,
    facts: null,
    input: paymentsInput,
    story: 'two targets gave up one outcome, and their dead letters had one id',
  },
];

for (const { seed, facts, input, story } of PINNED) {
  void t.test(`${input.name} ${seed}: ${story}`, async (t) => {
    const { finding } = await simulateSeed(input(), seed, facts === null ? {} : { workload: { facts } });
    t.equal(finding, null);
  });
}
