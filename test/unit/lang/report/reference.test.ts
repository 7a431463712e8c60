/**
 * The reference page is what the catalogue says, no more and no less, and the catalogue is what the language reports.
 * `UPDATE=1` rewrites the page.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { isCode, REFERENCE_PAGE, referencePage, referenceUrl } from '#lang/report/reference.js';
import { ROOT, sourceFiles } from '../../../harness/sources.ts';

const PAGE = join(ROOT, REFERENCE_PAGE);

void t.test('the committed page is the one the catalogue gives', (t) => {
  const page = referencePage();
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, page);
  t.equal(readFileSync(PAGE, 'utf8'), page);
  t.end();
});

void t.test('the page has every code of the catalogue and no other', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading = '']) => heading);
  t.same(headings.toSorted(), Object.keys(CODES).toSorted());
  for (const heading of headings)
    if (isCode(heading)) t.equal(referenceUrl(heading), `${REFERENCE_PAGE}#${heading.replace('/', '')}`);
  t.end();
});

void t.test('only right examples of one file are compiled as examples of the documentation', (t) => {
  const page = referencePage();
  const compiled = [...page.matchAll(/^```arb\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.trimEnd());
  const right = Object.values(CODES).map((entry) => entry.right.trimEnd());
  t.same(
    compiled.filter((text) => !right.includes(text)),
    [],
  );
  t.ok(compiled.every((text) => !/^-- \S.* --$/m.test(text)));
  t.ok(compiled.length > right.length / 2);
  t.end();
});

void t.test(
  'every code that is reported is in the catalogue, and every code of the catalogue is reported',
  (t) => {
    const phases = new Set(Object.keys(CODES).map((code) => code.slice(0, code.indexOf('/'))));
    const written = sourceFiles(['lang'])
      .filter(({ path }) => !path.startsWith('lang/catalogue/'))
      .flatMap(({ text }) => [...text.matchAll(/'([a-z]+)\/([a-z]+(?:-[a-z]+)*)'/g)])
      .filter(([, phase = '']) => phases.has(phase))
      .map(([literal]) => literal.slice(1, -1));
    t.same([...new Set(written)].toSorted(), Object.keys(CODES).toSorted());
    t.end();
  },
);
