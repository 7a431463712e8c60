/** Generated programs pass the checker, and folding changes nothing that they decide. Fixed seeds. */
import t from 'tap';
import { contextFromJson } from '#engine/context.js';
import { decideRules } from '#engine/decide/rules.js';
import { compileFiles, filesOf, type Program } from '#lang';
import { Prng } from '#sim/prng.js';
import { generateProgram } from '../harness/generate/program.ts';
import { generateContext } from '../harness/generate/shape.ts';

const PROGRAMS = 400;
const CONTEXTS = 5;
const NOW_SECONDS = 1_770_000_000;

function compiled(text: string, fold: boolean): Program {
  const { program, diagnostics } = compileFiles('main.arb', filesOf('main.arb', { name: 'main.arb', text }), {
    name: 'generated',
    fold,
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (program === null) throw new Error(`${errors.map(({ message }) => message).join('; ')}\n${text}`);
  return program;
}

void t.test('folded and unfolded code decide the same', (t) => {
  const prng = new Prng(7);
  let matched = 0;
  for (let run = 0; run < PROGRAMS; run++) {
    const text = generateProgram(prng);
    const [folded, plain] = [compiled(text, true), compiled(text, false)];
    for (let each = 0; each < CONTEXTS; each++) {
      const context = contextFromJson(generateContext(prng), folded.context);
      const [first, second] = [folded, plain].map((program) =>
        JSON.stringify(decideRules(program, context, { nowSeconds: NOW_SECONDS })),
      );
      if (first !== second) t.equal(first, second, text);
      matched += first?.includes('"fallback":false') === true ? 1 : 0;
    }
  }
  t.ok(matched > PROGRAMS / 2 && matched < PROGRAMS * CONTEXTS, `${matched} decisions match something`);
  t.end();
});
