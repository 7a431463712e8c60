/**
 * The examples are what they say: right under `--strict`, laid out, covered by their tests in every rule both ways, and every
 * command in their documents prints what is written there.
 */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { callsIn, fits, outputOf, withOutputs } from '../harness/console.ts';
import { runHere } from '../harness/run-here.ts';
import { ROOT } from '../harness/sources.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const EXAMPLES = 'examples';
const FOLDERS = readdirSync(join(ROOT, EXAMPLES), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const MODULES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, EXAMPLES, folder))
    .filter((name) => name.endsWith('.arb') && !name.endsWith('.test.arb'))
    .map((name) => join(EXAMPLES, folder, name)),
);
const PAGES = [join(EXAMPLES, 'README.md'), ...FOLDERS.map((folder) => join(EXAMPLES, folder, 'README.md'))];

void t.test('no mistakes, no warnings, in the canonical layout', async (t) => {
  t.ok(MODULES.length >= FOLDERS.length);
  t.match(await runHere(['check', '--strict', ...MODULES]), { code: 0, stdout: 'ok\n', stderr: '' });
  t.match(await runHere(['fmt', '--check', EXAMPLES]), { code: 0, stdout: '', stderr: '' });
});

void t.test('tests beside them cover everything', async (t) => {
  const { code, stdout } = await runHere(['test', EXAMPLES, '--coverage', '--json']);
  t.equal(code, 0);
  const { files }: { files: readonly { module: string; coverage: readonly Unit[] }[] } = JSON.parse(stdout);
  t.same(files.map(({ module }) => module).sort(), [...MODULES].sort());
  for (const { module, coverage } of files) {
    t.ok(coverage.length > 0, module);
    t.same(
      coverage.filter(({ covered }) => !covered).map(({ name }) => name),
      [],
      module,
    );
    const leaves = coverage.flatMap((unit) => unit.leaves);
    t.same(
      leaves.filter(({ covered }) => !covered).map(({ check }) => check),
      [],
      `parts of conditions of ${module}`,
    );
  }
});

interface Unit {
  readonly name: string;
  readonly covered: boolean;
  readonly leaves: readonly { readonly check: string; readonly covered: boolean }[];
}

for (const page of PAGES) {
  void t.test(page, async (t) => {
    const path = join(ROOT, page);
    const text = readFileSync(path, 'utf8');
    t.notMatch(text, /^```sh$/m, 'commands stand in `console` blocks, which are run');
    const calls = callsIn(text);
    t.ok(calls.length > 0);
    const outputs: string[] = [];
    const work = workplace(t);
    for (const { command, expected } of calls) {
      const output = await outputOf(command, work);
      outputs.push(output);
      if (!fits(output, expected)) t.equal(output, expected, command);
    }
    if (process.env['UPDATE'] === '1') writeFileSync(path, withOutputs(text, outputs));
  });
}

/** Commands that write do so here, and read the examples as from the project's root. */
function workplace(t: Test): string {
  const folder = temporaryDirectory(t);
  symlinkSync(join(ROOT, EXAMPLES), join(folder, EXAMPLES));
  return folder;
}

void t.test('what a page shows is held to the letter, but for what it leaves open', (t) => {
  const page = '```console\n$ one \\\n  two\n1 in … s\n$ three\n```\nText\n```console\n$ four\n…\nend\n```\n';
  t.same(callsIn(page), [
    { command: 'one \\\n  two', expected: '1 in … s\n' },
    { command: 'three', expected: '' },
    { command: 'four', expected: '…\nend\n' },
  ]);
  t.ok(fits('1 in 2.5 s\n', '1 in … s\n'));
  t.notOk(fits('2 in 2.5 s\n', '1 in … s\n'));
  t.notOk(fits('1 in 2.5 s\nmore\n', '1 in … s\n'));
  t.ok(fits('a\nb\nend\n', '…\nend\n'));
  t.notOk(fits('a.c\n', 'abc\n'));
  t.equal(
    withOutputs(page, ['1 in 3 s\n', 'new\n', 'end\n']),
    page.replace('$ three\n', '$ three\nnew\n'),
    'what fits stays as it is written',
  );
  t.end();
});

void t.test('the index names every example', (t) => {
  const index = readFileSync(join(ROOT, EXAMPLES, 'README.md'), 'utf8');
  for (const folder of FOLDERS) t.match(index, `](${folder}/README.md)`);
  t.end();
});
