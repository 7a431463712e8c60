/** The engine decides what the model decides: matches, errors, every step of the trace, strategies, flags. Fixed seeds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseFile } from '#lang/module/files.js';
import { Prng } from '#sim/prng.js';
import { type Case, parseCases, rulesOf } from '../harness/cases.ts';
import { generateOptions } from '../harness/generate/governed.ts';
import { generateProgram } from '../harness/generate/program.ts';
import { generateContext } from '../harness/generate/shape.ts';
import { disagreement, pairOf, pairOfFiles } from '../harness/model-law.ts';
import { ROOT } from '../harness/sources.ts';
import { splitFiles } from '../unit/lang/snippets.ts';

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

/** Every conformance case that compiles is one more program, with its contexts. */
void t.test('engine and model decide the conformance cases alike', (t) => {
  const folder = join(ROOT, 'test', 'conformance', 'language');
  let decided = 0;
  for (const file of readdirSync(folder)) {
    for (const given of parseCases(readFileSync(join(folder, file), 'utf8'))) {
      const found = caseDisagreement(given);
      if (found !== null && found !== 'rejected') t.fail(`${file} ${given.name}: ${found}`);
      decided += found === null ? 1 : 0;
    }
  }
  t.ok(decided > 500, `${decided} cases`);
  t.end();
});

function caseDisagreement(given: Case): string | null {
  const sources = splitFiles(rulesOf(given), 'case.arb');
  const [[entry] = ['case.arb']] = sources;
  const pair = pairOfFiles(entry, new Map(sources.map(([path, source]) => [path, parseFile(path, source)])));
  if ('errors' in pair) return 'rejected';
  const options = { nowSeconds: 1_000, ...JSON.parse(given.sections.get('options') ?? '{}') };
  for (const json of (given.sections.get('context') ?? '{}').trim().split('\n')) {
    const found = disagreement(pair, JSON.parse(json), options);
    if (found !== null) return found;
  }
  return null;
}
