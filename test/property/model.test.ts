/** The engine decides what the model decides: matches, errors, every step of the trace, strategies, flags. Fixed seeds. */
import t from 'tap';
import { Prng } from '#sim/prng.js';
import { generateOptions } from '../harness/generate/governed.ts';
import { generateProgram } from '../harness/generate/program.ts';
import { generateContext } from '../harness/generate/shape.ts';
import { disagreement, pairOf } from '../harness/model-law.ts';

const PROGRAMS = 320;
const CONTEXTS = 65;
const NOW_SECONDS = 1_770_000_000;

void t.test('engine and model decide the same', (t) => {
  const root = new Prng(11);
  let pairs = 0;
  for (let run = 0; run < PROGRAMS; run++) {
    const prng = root.fork(String(run));
    const pair = pairOf(generateProgram(prng));
    for (let each = 0; each < CONTEXTS; each++) {
      const [context, options] = [generateContext(prng), generateOptions(prng, NOW_SECONDS)];
      const found = disagreement(pair, context, options);
      if (found !== null) {
        t.fail(
          `program ${run}: ${found}\n${pair.text}${JSON.stringify(context)}\n${JSON.stringify(options)}`,
        );
        break;
      }
      pairs += 1;
    }
  }
  t.equal(pairs, PROGRAMS * CONTEXTS);
  t.end();
});
