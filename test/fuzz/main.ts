/**
 * `npm run fuzz [-- --seconds N --seed S]`: random and mutated programs and bundles against everything that reads bytes from
 * outside. A finding is an exception; the seed and the input are printed. Deterministic for a seed, unlike its duration.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createHash } from 'node:crypto';
import { compile, decodeProgram, encodeProgram, openBundle, renderDiagnostics, sealBundle } from '#lang';
import { Prng } from '#sim/prng.js';
import { bodyOf, forge } from '../harness/envelopes.ts';
import { ROOT } from '../harness/sources.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? 1);
const prng = new Prng(seed);
const source = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.arb'), 'utf8');
const { program } = compile({ name: 'monitor.arb', text: source }, 'monitor');
if (program === null) throw new Error('the example does not compile');
const bundle = Buffer.from(encodeProgram(program));
const packed = bodyOf(sealBundle(bundle, { gzip: true }));

const SCRAPS = [
  '{',
  '}',
  '(',
  ')',
  '"',
  'when',
  'then',
  'rule',
  ' 5 km',
  '1e999',
  '/*',
  '#',
  ' in ',
  ' % ',
  '\0',
  '\ud800',
  'facts.',
  'any q in ',
  '2026-13-01T00:00:00Z',
  '[[[',
];

/** Cuts, repeats and splices a text at random places. */
function mutateText(text: string): string {
  let mutated = text;
  for (let edits = prng.integer(1, 8); edits > 0; edits--) {
    const at = prng.integer(0, mutated.length);
    const until = Math.min(mutated.length, at + prng.integer(0, 40));
    const scrap =
      prng.integer(0, 3) === 0
        ? mutated.slice(at, until).repeat(2)
        : (SCRAPS[prng.integer(0, SCRAPS.length - 1)] ?? '');
    mutated = mutated.slice(0, at) + scrap + mutated.slice(until);
  }
  return mutated;
}

/** Changes bytes of the payload and recomputes the digest, so that decoder and verifier see them. */
function mutateBundle(): Buffer {
  const mutated = Buffer.from(bundle);
  for (let edits = prng.integer(1, 6); edits > 0; edits--)
    mutated[prng.integer(40, mutated.length - 1)] = prng.integer(0, 255);
  const digest = createHash('sha256').update(mutated.subarray(0, 8)).update(mutated.subarray(40)).digest();
  digest.copy(mutated, 8);
  return mutated;
}

/** Changes bytes of a compressed body behind a seal that is right, so that the reader of gzip sees them. */
function mutateEnvelope(): Uint8Array {
  const body = Uint8Array.from(packed);
  for (let edits = prng.integer(1, 3); edits > 0; edits--)
    body[prng.integer(10, body.length - 1)] = prng.integer(0, 255);
  return forge({ flags: 1, body });
}

let runs = 0;
const until = performance.now() + seconds * 1000;
while (performance.now() < until) {
  runs += 1;
  const text = mutateText(source);
  try {
    const { diagnostics } = compile({ name: 'fuzz.arb', text }, 'fuzz');
    renderDiagnostics(diagnostics);
    decodeProgram(mutateBundle());
    openBundle(mutateEnvelope());
  } catch (error) {
    console.error(`seed ${seed}, run ${runs}:`, error);
    console.error(JSON.stringify(text));
    process.exit(1);
  }
}
console.log(`${runs} programs and bundles in ${seconds} s, seed ${seed}: no finding`);
