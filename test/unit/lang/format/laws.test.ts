/**
 * The laws of the formatter (`test/harness/format-laws.ts`) on every program of the repository, on programs at random in
 * a random layout, on damaged ones, and on text that is no program at all. `npm run fuzz` does the same for longer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { format } from '#lang/format/format.js';
import { Prng } from '#sim/prng.js';
import { brokenLaw } from '../../../harness/format-laws.ts';
import { mutateSource } from '../../../harness/mutate-source.ts';
import { randomSource } from '../../../harness/random-source.ts';
import { ROOT } from '../../../harness/sources.ts';
import { formatted } from './layouts.ts';

const FILES = ['examples', 'test/conformance/cases'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /(?<!\.test)\.arb$/.test(name)),
);

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

void t.test('every program of the repository', (t) => {
  t.ok(FILES.length > 10);
  for (const file of FILES) t.match(String(brokenLaw(textOf(file))), /^(?:null|rejected)$/, file);
  for (const file of FILES.filter((name) => name.startsWith('examples')))
    t.equal(formatted(textOf(file)), textOf(file), `${file} is formatted`);
  for (const [code, { wrong, right }] of Object.entries(CODES)) {
    t.match(String(brokenLaw(right)), /^(?:null|rejected)$/, code);
    t.match(String(brokenLaw(wrong)), /^(?:null|rejected)$/, code);
  }
  t.end();
});

void t.test('the example of the documentation', (t) => {
  const page = textOf('docs/language/formatting.md');
  const [before = '', after = ''] = [...page.matchAll(/^```arb\n([\s\S]*?)^```$/gm)].map(
    ([, code = '']) => code,
  );
  t.equal(formatted(before), after);
  t.end();
});

void t.test('programs at random', (t) => {
  let whole = 0;
  const holds = (seed: number): boolean => {
    const law = brokenLaw(randomSource(new Prng(seed)));
    whole += law === null ? 1 : 0;
    return law === null || law === 'rejected';
  };
  fc.assert(fc.property(fc.nat(), holds), { seed: 1, numRuns: 700 });
  t.ok(whole > 550, `${whole} of them parse`);
  t.end();
});

void t.test('damaged programs', (t) => {
  let whole = 0;
  const holds = (seed: number): boolean => {
    const prng = new Prng(seed);
    const law = brokenLaw(mutateSource(randomSource(prng), prng));
    whole += law === null ? 1 : 0;
    return law === null || law === 'rejected';
  };
  fc.assert(fc.property(fc.nat(), holds), { seed: 2, numRuns: 700 });
  t.ok(whole > 80, `${whole} of them parse`);
  t.end();
});

void t.test('any text', (t) => {
  const answers = (text: string): boolean => /^(?:null|rejected)$/.test(String(brokenLaw(text)));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), answers), { seed: 3, numRuns: 300 });
  t.end();
});

void t.test('a text with mistakes is answered with them', (t) => {
  const result = format({ name: 'a.arb', text: 'rule R { when { a and } then A { } }\nrule Q { }' });
  t.equal(result.kind, 'rejected');
  if (result.kind === 'rejected')
    t.same(
      result.diagnostics.map(({ code }) => code),
      ['parse/expected', 'parse/missing-then'],
    );
  t.end();
});

void t.test('long and deep programs', (t) => {
  const rule = (index: number): string =>
    `# rule ${index}\nrule R${index} { requires R${index + 1} when { x >= ${index} and y in ["a"] } then A { v: x, // v\n w: 1 } }\n`;
  for (const text of [
    Array.from({ length: 1_000 }, (_, index) => rule(index)).join(''),
    `segment S { ${'a or '.repeat(900)}a }`,
    `const A = ${'(b * '.repeat(190)}1${')'.repeat(190)}`,
    `segment S { ${'any x in L { # c\n'.repeat(190)}x${' }'.repeat(190)} }`,
    `const A = ${'f(a, ['.repeat(90)}x${'])'.repeat(90)}`,
    `const A = [${'1, # one\n'.repeat(5_000)}]`,
    `${'# line\n'.repeat(20_000)}const A = 1 ${'/* c */ '.repeat(5_000)}`,
  ])
    t.equal(brokenLaw(text), null, text.slice(0, 40));
  t.end();
});
