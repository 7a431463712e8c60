/**
 * `npm run fuzz [-- --seconds N --seed S]`: random and mutated programs and bundles against everything that reads bytes from
 * outside, and against the laws of the formatter. A finding is an exception; the seed and the input are printed. Deterministic for a seed, unlike its duration.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createHash } from 'node:crypto';
import { compile, decodeProgram, encodeProgram, renderDiagnostics } from '#lang';
import { Prng } from '#sim/prng.js';
import { brokenLaw } from '../harness/format-laws.ts';
import { mutateSource } from '../harness/mutate-source.ts';
import { randomSource } from '../harness/random-source.ts';
import { ROOT } from '../harness/sources.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? 1);
const prng = new Prng(seed);
const source = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.arb'), 'utf8');
const { program } = compile({ name: 'monitor.arb', text: source }, 'monitor');
if (program === null) throw new Error('the example does not compile');
const bundle = Buffer.from(encodeProgram(program));

/** Changes bytes of the payload and recomputes the digest, so that decoder and verifier see them. */
function mutateBundle(): Buffer {
  const mutated = Buffer.from(bundle);
  for (let edits = prng.integer(1, 6); edits > 0; edits--)
    mutated[prng.integer(40, mutated.length - 1)] = prng.integer(0, 255);
  const digest = createHash('sha256').update(mutated.subarray(0, 8)).update(mutated.subarray(40)).digest();
  digest.copy(mutated, 8);
  return mutated;
}

function holdFormatter(text: string): void {
  const law = brokenLaw(text);
  if (law !== null && law !== 'rejected') throw new Error(`the formatter: ${law}: ${JSON.stringify(text)}`);
}

let runs = 0;
const until = performance.now() + seconds * 1000;
while (performance.now() < until) {
  runs += 1;
  const text = mutateSource(source, prng);
  const whole = randomSource(prng);
  try {
    holdFormatter(text);
    holdFormatter(whole);
    holdFormatter(mutateSource(whole, prng));
    const { diagnostics } = compile({ name: 'fuzz.arb', text }, 'fuzz');
    renderDiagnostics(diagnostics);
    decodeProgram(mutateBundle());
  } catch (error) {
    console.error(`seed ${seed}, run ${runs}:`, error);
    console.error(JSON.stringify(text));
    console.error(JSON.stringify(whole));
    process.exit(1);
  }
}
console.log(`${runs} programs and bundles in ${seconds} s, seed ${seed}: no finding`);
