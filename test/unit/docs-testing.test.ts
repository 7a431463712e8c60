/** The tests that the page about tests shows are run against the module that it shows, and pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { coverageLines } from '#app/testing/coverage-text.js';
import { Coverage, runCase } from '#engine';
import { ROOT } from '../harness/sources.ts';
import { checkedSuite } from './lang/suites.ts';

const page = readFileSync(join(ROOT, 'docs', 'language', 'testing.md'), 'utf8');
const blocks = [...page.matchAll(/^```(arb|arb test)\n([\s\S]*?)^```$/gm)];
const [module = ''] = blocks.filter(([, kind]) => kind === 'arb').map(([, , text = '']) => text);
const suites = blocks.filter(([, kind]) => kind === 'arb test').map(([, , text = '']) => text);

void t.test('the examples of the page pass, and cover what the page says', (t) => {
  t.equal(suites.length, 2);
  const { suite, program, findings } = checkedSuite(
    `-- main.arb --\n${module}-- main.test.arb --\n${suites.join('\n')}`,
  );
  t.same(
    findings.map(({ message }) => message),
    [],
  );
  const coverage = new Coverage(program);
  for (const each of suite.cases)
    t.equal(runCase(each, { program, coverage }).failure?.message, undefined, each.name.value);
  t.ok(suite.cases.length >= 3);
  const lines = coverageLines({ module: 'boiler.arb', files: [], covered: { program, coverage } });
  const [, shown = ''] = /^## Coverage\n[^]*?^```text\n([^]*?)^```$/m.exec(page) ?? [];
  t.equal(`${lines.join('\n')}\n`, shown);
  t.end();
});
