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

const SMALL = { workload: { facts: 60 } };

const STORIES: readonly (readonly [seed: number, input: () => SimInput, story: string])[] = [
  [2, earthquakes, 'an outcome left when its row was visible, before it was on disk'],
  [9, earthquakes, 'a wake sent while the source was opened again was lost, and its lane never woke'],
  [
    8,
    earthquakes,
    'after reopening, timers ran by a frontier ahead of messages that were still to come again',
  ],
  [
    11,
    earthquakes,
    'a repetition was acknowledged by what was visible, before its first delivery was on disk',
  ],
  [2, paymentsInput, 'a timer that was put off left a stale alarm, which rang for ever'],
  [4, paymentsInput, 'the same, through crashes'],
];

for (const [seed, input, story] of STORIES) {
  void t.test(`${input.name} ${seed}: ${story}`, async (t) => {
    const overrides = input === paymentsInput ? SMALL : {};
    const { finding } = await simulateSeed(input(), seed, overrides);
    t.equal(finding, null);
  });
}
