/** The JSON document: what it says, and that any reader can read it. */
import t from 'tap';
import { Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';
import { renderReport } from '#lang/report/report.js';
import { endOf, finding, placeOf, sourceOf } from './findings.ts';

void t.test('every key, in its order', (t) => {
  const rules = sourceOf('// 漢😀\r\n\tconst A = 2\r\n', 'rules, 100%.arb');
  const shared = sourceOf('const A = 1', 'shared.arb');
  const found = finding(placeOf(rules, 'A'), {
    code: 'check/duplicate-declaration',
    message: 'const `A` is declared twice',
    labels: [{ span: placeOf(shared, 'A'), text: 'the first one' }],
    help: 'rename one of them',
  });
  t.equal(
    renderReport([found], 'json'),
    `${JSON.stringify({
      version: 1,
      diagnostics: [
        {
          code: 'check/duplicate-declaration',
          severity: 'error',
          message: 'const `A` is declared twice',
          file: 'rules, 100%.arb',
          start: { line: 2, column: 8, offset: 15 },
          end: { line: 2, column: 9, offset: 16 },
          labels: [
            {
              file: 'shared.arb',
              start: { line: 1, column: 7, offset: 6 },
              end: { line: 1, column: 8, offset: 7 },
              text: 'the first one',
            },
          ],
          help: 'rename one of them',
          url: 'docs/reference/diagnostics.md#checkduplicate-declaration',
        },
      ],
      errors: 1,
      warnings: 0,
      omitted: 0,
    })}\n`,
  );
  t.end();
});

void t.test('columns count characters, offsets count units', (t) => {
  const source = sourceOf('"😀" b');
  const [found] = JSON.parse(renderReport([finding(placeOf(source, 'b'))], 'json')).diagnostics;
  t.same(found.start, { line: 1, column: 5, offset: 5 });
  t.end();
});

void t.test('nothing found, empty texts and ends of texts', (t) => {
  t.equal(renderReport([], 'json'), '{"version":1,"diagnostics":[],"errors":0,"warnings":0,"omitted":0}\n');
  const places = ['', 'a', 'a\n', 'a\r\n'].map((text) => finding(endOf(sourceOf(text))));
  t.same(
    JSON.parse(renderReport(places, 'json')).diagnostics.map(({ end }: { end: object }) => end),
    [
      { line: 1, column: 1, offset: 0 },
      { line: 1, column: 2, offset: 1 },
      { line: 2, column: 1, offset: 2 },
      { line: 2, column: 1, offset: 3 },
    ],
  );
  t.end();
});

void t.test('broken surrogates and control characters stay JSON', (t) => {
  const source = sourceOf('rule \ud800 \u0000 {', 'a\ud800\u0000\n".arb');
  const diagnostics = new Diagnostics();
  parse(source, diagnostics);
  const text = renderReport(diagnostics.sorted(), 'json');
  t.notMatch(text, /\p{Cs}|\\ud[89a-f]/iu, 'no half of a pair');
  t.equal(text.split('\n').length, 2, 'one line');
  const { diagnostics: found, errors } = JSON.parse(text);
  t.ok(errors > 0);
  t.equal(found[0].file, 'a\ufffd\u0000\n".arb');
  t.end();
});

void t.test('a link below the homepage', (t) => {
  const text = renderReport([finding(endOf(sourceOf('')))], 'json', { homepage: 'https://arbiter.example/' });
  t.equal(
    JSON.parse(text).diagnostics[0].url,
    'https://arbiter.example/docs/reference/diagnostics.md#checkunknown-field',
  );
  t.end();
});
