/** Diagnostics as people see them. */
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { renderDiagnostics } from '#lang/report/pretty.js';
import { endOf, finding, placeOf, sourceOf } from './findings.ts';

/** What is shown of a place in a text: arrow, blank, line and mark. */
function mark(text: string, start: number, end: number): readonly string[] {
  const span = { source: sourceOf(text, 'x'), start, end };
  return renderDiagnostics([finding(span)])
    .split('\n')
    .slice(1, -1);
}

void t.test('place, line, mark and help', (t) => {
  const source = sourceOf(
    [
      'fact Quake { magnitude: number }',
      ...Array.from({ length: 8 }, () => ''),
      'expert rule R {',
      '    when { any q in facts.Quake { q.magnitud >= 6 } }',
      '    then emit Big { }',
      '}',
    ].join('\n'),
    'monitor.arb',
  );
  const message = 'fact `Quake` has no field `magnitud`';
  const span = placeOf(source, 'magnitud >');
  const found = finding({ ...span, end: span.end - 2 }, { message, help: 'did you mean `magnitude`?' });
  t.equal(
    renderDiagnostics([found]),
    [
      'error[check/unknown-field]: fact `Quake` has no field `magnitud`',
      '  --> monitor.arb:11:37',
      '   |',
      '11 |     when { any q in facts.Quake { q.magnitud >= 6 } }',
      '   |                                     ^^^^^^^^',
      '   = help: did you mean `magnitude`?',
      '',
    ].join('\n'),
  );
  t.equal(renderDiagnostics([]), '');
  t.end();
});

void t.test('a second place explains the first, in another file too', (t) => {
  const rules = sourceOf('\nconst A = 2\n');
  const shared = sourceOf(`${'\n'.repeat(99)}const A = 1\n`, 'shared/limits.arb');
  const found = finding(placeOf(rules, 'A'), {
    code: 'check/duplicate-declaration',
    message: 'const `A` is declared twice',
    labels: [{ span: placeOf(shared, 'A'), text: 'the first one' }],
    help: 'rename one of them',
  });
  t.equal(
    renderDiagnostics([found]),
    [
      'error[check/duplicate-declaration]: const `A` is declared twice',
      '   --> rules.arb:2:7',
      '    |',
      '  2 | const A = 2',
      '    |       ^',
      '   ::: shared/limits.arb:100:7',
      '    |',
      '100 | const A = 1',
      '    |       ^ the first one',
      '    = help: rename one of them',
      '',
    ].join('\n'),
  );
  t.end();
});

void t.test('tabs, wide and combining characters, control characters', (t) => {
  t.same(mark('\ta b', 3, 4).slice(2), ['1 |     a b', '  |       ^']);
  t.same(mark('"漢字" b', 5, 6).slice(2), ['1 | "漢字" b', '  |        ^']);
  t.same(mark('"é" b', 4, 5), mark('"é" b', 4, 5));
  t.same(mark('e\u0301 b', 3, 4).slice(2), ['1 | e\u0301 b', '  |   ^']);
  t.same(mark('"\u001b[31m" b', 8, 9).slice(2), ['1 | "\ufffd[31m" b', '  |         ^']);
  t.same(mark('\u0000 b', 2, 3).slice(2), ['1 | \ufffd b', '  |   ^']);
  t.same(mark('\ud800 b', 2, 3).slice(2), ['1 | \ufffd b', '  |   ^']);
  t.same(mark('a\r\nb c\r\n', 5, 6), [' --> x:2:3', '  |', '2 | b c', '  |   ^']);
  t.end();
});

void t.test('empty and many-line spans mark something on one line', (t) => {
  t.same(mark('abc', 3, 3).slice(2), ['1 | abc', '  |    ^']);
  t.same(mark('', 0, 0), [' --> x:1:1', '  |', '1 |', '  | ^']);
  t.same(mark('ab\ncd\nef', 1, 7).slice(2), ['1 | ab', '  |  ^']);
  t.same(mark('ab\n', 3, 3), [' --> x:2:1', '  |', '2 |', '  | ^']);
  t.end();
});

void t.test('a long line is clipped around the place', (t) => {
  const [, , line = '', caret = ''] = mark(`${'a'.repeat(100_000)}X${'b'.repeat(100_000)}`, 100_000, 100_001);
  t.equal(line, `1 | …${'a'.repeat(50)}X${'b'.repeat(50)}…`);
  t.equal(caret.indexOf('^'), line.indexOf('X'));
  const [, , , marks = ''] = mark('c'.repeat(1000), 0, 1000);
  t.ok(marks.length < 80, 'a long mark too');
  t.end();
});

void t.test('the name of a file cannot forge a line', (t) => {
  const shown = renderDiagnostics([finding(endOf(sourceOf('', 'a\nerror[x]: y\u001b[2K.arb')))]);
  t.match(shown, ' --> a\ufffderror[x]: y\ufffd[2K.arb:1:1\n');
  t.end();
});

void t.test('colours are on the word of severity and on the marks', (t) => {
  const source = sourceOf('const A = 1\nconst A = 2');
  const labels = [{ span: placeOf(source, 'A'), text: 'the first one' }];
  const found = [
    finding(placeOf(source, 'A = 2'), { labels }),
    finding(placeOf(source, 'const'), { code: 'check/unused-const' }),
  ];
  const shown = renderDiagnostics(found, { colours: true });
  t.match(shown, '\u001b[1;31merror\u001b[0m[check/unknown-field]: message');
  t.match(shown, '|       \u001b[1;31m^^^^^\u001b[0m\n');
  t.match(shown, '|       \u001b[1;31m^ the first one\u001b[0m\n');
  t.match(shown, '\u001b[1;33mwarning\u001b[0m');
  t.equal(stripVTControlCharacters(shown), renderDiagnostics(found), 'nothing else differs');
  t.end();
});
