/** Every target of `npm run fuzz` for a moment, with a fixed seed. */
import t from 'tap';
import { Prng } from '#sim/prng.js';
import { TARGETS } from './targets.ts';

const RUNS = 250;
const SEED = 1;

for (const [name, target] of Object.entries(TARGETS)) {
  void t.test(name, (t) => {
    const root = new Prng(SEED).fork(name);
    for (let run = 1; run <= RUNS; run++) target(root.fork(String(run)));
    t.pass(`${RUNS} inputs`);
    t.end();
  });
}
