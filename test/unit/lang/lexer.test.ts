/** Tokens: what the same characters are in different surroundings, and what becomes of text that is no token. */
import t from 'tap';
import { Diagnostics } from '#lang/diagnostic.js';
import { lex } from '#lang/lexer/lex.js';
import { readDuration, readTarget } from '#lang/lexer/raw.js';
import type { SourceToken } from '#lang/lexer/token.js';

function first(text: string): SourceToken {
  return lex({ name: 'test.arb', text }, new Diagnostics());
}

function tokens(text: string): readonly string[] {
  const found: string[] = [];
  for (let token = first(text); token.kind !== 'end'; token = token.next) {
    found.push(`${token.kind} ${token.problem?.code ?? token.text}`);
  }
  return found;
}

const CASES: readonly (readonly [text: string, ...expected: string[]])[] = [
  ['a_1 _b Rule', 'name a_1', 'name _b', 'name Rule'],
  ['a-b', 'name a', 'symbol -', 'name b'],
  ['007 1e3 1E-2 1.5e2', 'number 007', 'number 1e3', 'number 1E-2', 'number 1.5e2'],
  ['1. .5', 'number 1', 'symbol .', 'symbol .', 'number 5'],
  ['-5', 'symbol -', 'number 5'],
  [
    'a>=1!=b==c<d',
    'name a',
    'symbol >=',
    'number 1',
    'symbol !=',
    'name b',
    'symbol ==',
    'name c',
    'symbol <',
    'name d',
  ],
  ['28 C', 'quantity 28 C'],
  ['2.5e3 \t km', 'quantity 2.5e3 \t km'],
  ['5\nm', 'number 5', 'name m'],
  ['5 method', 'number 5', 'name method'],
  ['5 m: 2', 'number 5', 'name m', 'symbol :', 'number 2'],
  ['5 m.x', 'number 5', 'name m', 'symbol .', 'name x'],
  ['5 min(1)', 'number 5', 'name min', 'symbol (', 'number 1', 'symbol )'],
  ['3 stdout', 'number 3', 'name stdout'],
  ['28C', 'error lex/malformed-number'],
  ['0x10', 'error lex/malformed-number'],
  ['1_000', 'error lex/malformed-number'],
  [
    '5m 1.5m 30s 100ms 1hr 1h 2d 10min',
    ...['5m', '1.5m', '30s', '100ms', '1hr', '1h', '2d', '10min'].map((d) => `duration ${d}`),
  ],
  ['1e3s', 'error lex/malformed-number'],
  ['5 in list', 'number 5', 'name in', 'name list'],
  ['5 in 6', 'number 5', 'name in', 'number 6'],
  ['5 in [1]', 'number 5', 'name in', 'symbol [', 'number 1', 'symbol ]'],
  ['5 in # which\n list', 'number 5', 'name in', 'name list'],
  ['5 in', 'quantity 5 in'],
  ['5 in and x', 'quantity 5 in', 'name and', 'name x'],
  ['5 in b: 1', 'quantity 5 in', 'name b', 'symbol :', 'number 1'],
  ['10 in - 5 in', 'quantity 10 in', 'symbol -', 'quantity 5 in'],
  ['7 % -4', 'number 7', 'symbol %', 'symbol -', 'number 4'],
  ['2026-01-01T00:00:00Z', 'timestamp 2026-01-01T00:00:00Z'],
  ['2026-01-01T00:00:00.5+02:00', 'timestamp 2026-01-01T00:00:00.5+02:00'],
  ['2026-01-01T00:00:00Z-5m', 'timestamp 2026-01-01T00:00:00Z', 'symbol -', 'duration 5m'],
  ['2026-01-01', 'number 2026', 'symbol -', 'number 01', 'symbol -', 'number 01'],
  ['"a\\n" "q\\"q" "\\\\"', 'string "a\\n"', 'string "q\\"q"', 'string "\\\\"'],
  ['"two\nlines"', 'string "two\nlines"'],
  ['a # one\nb // two\n/* three\n */ c', 'name a', 'name b', 'name c'],
  ['"open\nb', 'error lex/unterminated-string', 'name b'],
  ['/* open\nb', 'error lex/unterminated-comment', 'name b'],
  ['a && b', 'name a', 'error lex/unexpected-character', 'name b'],
  ['é', 'error lex/unexpected-character'],
  ['\u0000\ud800', 'error lex/unexpected-character'],
  ['\ufeffa', 'name a'],
  ['a\r\nb', 'name a', 'name b'],
];

void t.test('text to tokens', (t) => {
  for (const [text, ...expected] of CASES) t.same(tokens(text), expected, JSON.stringify(text));
  t.end();
});

void t.test('a token knows its place', (t) => {
  const token = first('a b\n  c').next.next;
  t.match(token, { text: 'c', start: 6, end: 7, atLineStart: true, previousText: 'b', previousEnd: 3 });
  t.match(token.pos, { index: 6, rowBegin: 2, columnBegin: 3, rowEnd: 2, columnEnd: 4 });
  t.equal(first('a').atLineStart, true);
  t.equal(first('a b').next.atLineStart, false);
  t.end();
});

void t.test('the end is a token that is followed by itself', (t) => {
  const end = first('a').next;
  t.equal(end.kind, 'end');
  t.equal(end.next, end);
  t.end();
});

void t.test('raw text is read over whatever the tokens would have been', (t) => {
  const target = readTarget(first('https://host/a-b?c=1 by x'));
  t.match(target, { kind: 'target', text: 'https://host/a-b?c=1' });
  t.equal(target?.next.text, 'by');
  t.equal(readTarget(first('} x')), undefined);
  t.match(readDuration(first('1h30m x')), { kind: 'duration', text: '1h30m' });
  t.equal(readDuration(first('5')), undefined);
  t.equal(readDuration(first('5 min')), undefined);
  t.equal(readDuration(first('5mx')), undefined);
  t.end();
});
