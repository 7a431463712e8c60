/**
 * `npm run fuzz [-- --target NAME --seconds N --seed S]`: every target for a minute each. A finding is an exception, an input
 * that takes longer than `SLOWEST_MS`, or memory beyond `HEAP_MAX`; the target, the seed and the run are printed, and
 * repeat it. Deterministic for a seed, unlike how far it comes.
 */
import { parseArgs } from 'node:util';
import { Prng } from '#sim/prng.js';
import { TARGETS, type Target } from './targets.ts';

const SLOWEST_MS = 5_000;
const HEAP_MAX = 1 << 30;
const HEAP_EVERY = 256;

const { values } = parseArgs({
  options: { target: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' } },
});
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? 1);
const chosen = Object.entries(TARGETS).filter(
  ([name]) => values.target === undefined || name === values.target,
);
if (chosen.length === 0) throw new RangeError(`the targets are ${Object.keys(TARGETS).join(', ')}`);

for (const [name, target] of chosen) {
  const runs = fuzz(name, target);
  console.log(`${name}: ${runs} inputs in ${seconds} s, seed ${seed}: no finding`);
}

function fuzz(name: string, target: Target): number {
  const root = new Prng(seed).fork(name);
  const until = performance.now() + seconds * 1000;
  let runs = 0;
  for (let now = performance.now(); now < until; ) {
    runs += 1;
    try {
      target(root.fork(String(runs)));
    } catch (error) {
      stop(name, runs, error);
    }
    const after = performance.now();
    if (after - now > SLOWEST_MS) stop(name, runs, `took ${Math.round(after - now)} ms`);
    if (runs % HEAP_EVERY === 0 && process.memoryUsage().heapUsed > HEAP_MAX)
      stop(name, runs, 'memory is not given back');
    now = after;
  }
  return runs;
}

function stop(name: string, runs: number, finding: unknown): never {
  console.error(`${name}, seed ${seed}, run ${runs}:`, finding);
  process.exit(1);
}
