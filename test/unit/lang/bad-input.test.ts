/**
 * Text that nobody writes on purpose: control characters, broken Unicode, line ends of other systems, nesting and
 * lengths without measure. It is read correctly or answered with a clear diagnostic; nothing throws and everything ends.
 */
import t from 'tap';
import { DIAGNOSTICS_MAX, tallyOf } from '#lang/diagnostic.js';
import { lineOf } from '#lang/source.js';
import { checkText, codesOf, expressionOf, outlineOf, parseFindings } from './snippets.ts';

const RULE = 'rule R { then A { } }';

void t.test('nothing at all', (t) => {
  for (const text of [
    '',
    ' ',
    '\t \n\r\n  ',
    '\n'.repeat(1000),
    '# a',
    '// a\n',
    '/* a */',
    '# a\n// b\n/* c\n */ # d',
    '\ufeff',
  ])
    t.same([codesOf(text), outlineOf(text)], [[], ''], JSON.stringify(text.slice(0, 20)));
  t.end();
});

void t.test('NUL bytes', (t) => {
  t.same(codesOf(`\0${RULE}`), ['lex/unexpected-character']);
  t.same(codesOf('rule R { when { a\0b } then A { } }'), ['lex/unexpected-character']);
  t.equal(expressionOf('"a\0b"'), '"a\\u0000b"', 'inside a string it is a character');
  t.equal(outlineOf(`/* \0 */ ${RULE}`), '(rule R (then A))');
  t.equal(outlineOf(`# \0\n${RULE}`), '(rule R (then A))');
  const [found] = parseFindings('rule R { when { a \0 } then A { } }');
  t.equal(found?.message, '`U+0000` is not part of the language');
  t.end();
});

void t.test('other control characters and blanks', (t) => {
  for (const character of [
    '\u0001',
    '\u0007',
    '\u000b',
    '\u000c',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u200b',
    '\u202e',
  ]) {
    const [found, ...others] = parseFindings(`rule R { when { a ${character} } then A { } }`);
    const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    t.equal(found?.code, 'lex/unexpected-character', name);
    t.same(others, []);
    t.notMatch(found?.message, /\p{Cc}|\p{Cf}/u, `${name} is spelled out`);
    t.equal(expressionOf(`"a${character}b"`), JSON.stringify(`a${character}b`), `${name} in a string`);
  }
  t.end();
});

void t.test('line ends of other systems', (t) => {
  const lines = [
    'table T {',
    '  a: number | b: string',
    '  1 | "x" // one',
    '  2 | "y" # two',
    '}',
    RULE,
    'segment S { x > }',
  ];
  const [unix, windows] = [lines.join('\n'), lines.join('\r\n')];
  const placesOf = (text: string): readonly string[] =>
    checkText(text).findings.map(({ code, span }) => `${code} ${lineOf(span.source, span.start)}`);
  t.same(placesOf(windows), placesOf(unix));
  t.same(placesOf(windows), ['parse/expected 7']);
  const [right, same] = [lines.slice(0, 6).join('\n'), lines.slice(0, 6).join('\r\n')];
  t.equal(outlineOf(same), outlineOf(right));
  t.match(outlineOf(right), '(row 2 "y")');
  const arbiter = 'arbiter M {\r\n  source https://a/b\r\n  poll 1m\r\n  on * slack #ops\r\n}\r\n';
  t.equal(outlineOf(arbiter), '(arbiter M (source "https://a/b") (poll 60000ms) (on * slack "#ops"))');
  t.equal(expressionOf('"a\r\nb"'), '"a\\r\\nb"', 'a string keeps them');
  t.end();
});

void t.test('a byte order mark counts only at the beginning', (t) => {
  t.equal(outlineOf(`\ufeff${RULE}`), '(rule R (then A))');
  t.same(codesOf(`${RULE}\n\ufeff${RULE}`), ['lex/unexpected-character']);
  t.equal(expressionOf('"\ufeff"'), '"\ufeff"');
  t.end();
});

void t.test('broken surrogates', (t) => {
  for (const half of ['\ud800', '\udfff', '\udc00\ud800']) {
    t.same(codesOf(`rule R { when { a ${half} } then A { } }`), ['lex/unexpected-character']);
    t.equal(expressionOf(`"a${half}b"`), JSON.stringify(`a${half}b`), 'a string keeps them');
    t.ok(
      parseFindings(`rule R { when { ${half} } then A { } }`).every(
        ({ message }) => !/\p{Cs}/u.test(message),
      ),
    );
  }
  t.same(codesOf('\ud800'.repeat(5000)), ['lex/unexpected-character']);
  t.end();
});

void t.test('nesting of ten thousand', (t) => {
  const depth = 10_000;
  const shapes: readonly (readonly [open: string, close: string])[] = [
    ['(', ')'],
    ['[', ']'],
    ['min(1, ', ')'],
    ['any x in xs { ', ' }'],
    ['all x in [', '] { x }'],
    ['sum(x for x in ', ')'],
    ['lookup T where ', ''],
    ['lookup T where a else { a: ', ' }'],
    ['join a: A, b: B on .x { ', ' }'],
    ['(a between [', ', 1])'],
    ['not ', ''],
    ['-', ''],
    ['- - (', ')'],
  ];
  for (const [open, close] of shapes) {
    for (const text of [
      `const A = ${open.repeat(depth)}1${close.repeat(depth)}`,
      `const A = ${open.repeat(depth)}`,
    ]) {
      const codes = codesOf(`${text}\n${RULE}`);
      t.equal(codes[0], 'parse/too-deep', open);
      t.ok(codes.length <= 2, `${open}: ${codes.join(' ')}`);
    }
  }
  const types: readonly (readonly [open: string, close: string])[] = [
    ['list<', '>'],
    ['{ a: ', ' }'],
  ];
  for (const [open, close] of types)
    t.same(codesOf(`fact F { a: ${open.repeat(depth)}number${close.repeat(depth)} }\n${RULE}`), [
      'parse/too-deep',
    ]);
  t.end();
});

void t.test('brackets without their partners', (t) => {
  for (const bracket of '{}()[]<>') {
    const codes = codesOf(
      `rule R { when { ${bracket.repeat(10_000)} } then A { } }\n${RULE.replace('R', 'S')}`,
    );
    t.ok(codes.length >= 1 && codes.length <= DIAGNOSTICS_MAX, bracket);
    t.ok(codesOf(bracket.repeat(10_000)).length <= DIAGNOSTICS_MAX, `only ${bracket}`);
  }
  t.end();
});

void t.test('a line of a megabyte', (t) => {
  const size = 1_000_000;
  t.same(codesOf(`${' '.repeat(size)}${RULE}`), []);
  t.same(codesOf(`# ${'a'.repeat(size)}\n${RULE}`), []);
  t.same(codesOf(`/*${'*'.repeat(size)}*/ ${RULE}`), []);
  t.same(codesOf(`rule ${'a'.repeat(size)} { then A { } }`), []);
  t.same(codesOf(`rule R { then A { v: "${'a'.repeat(size)}" } }`), []);
  t.same(codesOf(`rule R { then A { v: "${'\\'.repeat(size)}`), ['lex/unterminated-string']);
  t.same(codesOf(`rule R { then A { v: 1${'0'.repeat(size)} } }`), ['lex/number-range']);
  t.same(codesOf(`rule R { then A { v: 0.${'1'.repeat(size)} } }`), []);
  t.same(codesOf(`rule R { when { x in [${'1,'.repeat(size / 2)}] } then A { } }`), []);
  t.same(
    codesOf(`rule R { then A { ${'a:1 '.repeat(size / 4)} } }`).length,
    DIAGNOSTICS_MAX,
    'the same param',
  );
  t.same(codesOf('&'.repeat(size)), ['lex/unexpected-character']);
  const { findings } = checkText(`rule R { when { ${'a '.repeat(size / 2)} } then A { } }`);
  t.same(
    findings.map(({ code }) => code),
    ['parse/expected'],
  );
  t.ok(
    findings.every(({ message }) => message.length < 300),
    'messages stay short',
  );
  const [long] = parseFindings(`rule R { when { ${'é'.repeat(size)} } then A { } }`);
  t.ok(long !== undefined && long.message.length < 300);
  t.end();
});

void t.test('a hundred thousand declarations of one name', (t) => {
  const count = 100_000;
  const { findings } = checkText('rule R { then A { } }\n'.repeat(count));
  t.equal(findings.length, DIAGNOSTICS_MAX);
  t.ok(findings.every(({ code }) => code === 'check/duplicate-declaration'));
  t.equal(tallyOf(findings).errors, count - 1, 'all are counted');
  for (const declaration of ['const C = 1\n', 'tag "t"\n', 'flag f { }\n', 'segment S { }\n']) {
    const { findings } = checkText(declaration.repeat(10_000));
    t.equal(findings.length, DIAGNOSTICS_MAX, declaration);
    t.ok(tallyOf(findings).errors >= 9_999);
  }
  t.end();
});

void t.test('thousands of mistakes of other kinds', (t) => {
  const lines = [
    '}',
    'rule',
    'rule R {',
    '"a',
    '/*',
    'x',
    'ruel R { }',
    '1 2 3',
    'rule R { requires Q then A { } }',
  ];
  for (const line of lines) {
    const found = codesOf(`${line}\n`.repeat(10_000)).length;
    t.ok(found >= 1 && found <= DIAGNOSTICS_MAX, line);
  }
  t.end();
});
