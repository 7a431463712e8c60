/** Diagnostics as people see them. */
import t from 'tap';
import type { Diagnostic } from '#lang/diagnostic.js';
import { renderDiagnostics } from '#lang/render.js';
import { checkText } from './snippets.ts';

function render(text: string): string {
  return renderDiagnostics(checkText(text, 'monitor.arb').findings);
}

function mark(text: string, start: number, end: number): readonly string[] {
  const finding: Diagnostic = {
    code: 'parse/expected',
    severity: 'error',
    message: 'message',
    span: { source: { name: 'x', text }, start, end },
    labels: [],
    help: '',
  };
  return renderDiagnostics([finding]).split('\n').slice(1, -1);
}

void t.test('place, line, mark and help', (t) => {
  const text = [
    'fact Quake { magnitude: number }',
    ...Array.from({ length: 8 }, () => ''),
    'expert rule R {',
    '    when { any q in facts.Quake { q.magnitud >= 6 } }',
    '    then emit Big { }',
    '}',
  ].join('\n');
  t.equal(
    render(text),
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
  t.end();
});

void t.test('a second place explains the first', (t) => {
  t.equal(
    render('const A = 1\nconst A = 2\nrule R { when { x > A } then X { } }'),
    [
      'error[check/duplicate-declaration]: const `A` is declared twice',
      ' --> monitor.arb:2:7',
      '  |',
      '2 | const A = 2',
      '  |       ^',
      ' ::: monitor.arb:1:7',
      '  |',
      '1 | const A = 1',
      '  |       ^ the first one',
      '  = help: rename one of them',
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
  t.same(mark('\ud800 b', 2, 3).slice(2), ['1 | \ufffd b', '  |   ^']);
  t.same(mark('a\r\nb c\r\n', 5, 6), [' --> x:2:3', '  |', '2 | b c', '  |   ^']);
  t.end();
});

void t.test('empty and many-line spans mark something on one line', (t) => {
  t.same(mark('abc', 3, 3).slice(2), ['1 | abc', '  |    ^']);
  t.same(mark('', 0, 0).slice(2), ['1 |', '  | ^']);
  t.same(mark('ab\ncd\nef', 1, 7).slice(2), ['1 | ab', '  |  ^']);
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
