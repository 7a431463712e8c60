/** The engine's session does what the model's does: every step, every fact, and behind a checkpoint too. Fixed seeds. */
import t from 'tap';
import { Prng } from '#sim/prng.js';
import { EXTENT } from '../harness/engine-session.ts';
import { expertFinding } from '../harness/expert-finding.ts';

const SEED = 17;
const PROGRAMS = 313;
const HISTORIES = 16;

void t.test('sessions of engine and model decide the same', (t) => {
  const root = new Prng(SEED);
  for (let run = 0; run < PROGRAMS; run++) {
    const prng = root.fork(String(run));
    const found = expertFinding(prng, { extent: EXTENT, histories: HISTORIES });
    if (found !== null) t.fail(`seed ${SEED}, program ${run}: ${found}`);
  }
  t.pass(`${PROGRAMS * HISTORIES} histories`);
  t.end();
});
