/**
 * Whatever is given to it, the front end answers with declarations and diagnostics: it never throws, never hangs, and
 * every span lies within the text. Random text, valid programs with random damage, and shapes that are known to break
 * parsers: deep nesting, long chains, thousands of declarations.
 */
import fc from 'fast-check';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { renderDiagnostics } from '#lang/report/pretty.js';
import { checkText, codesOf, outlineOf, parseFindings, parseText } from './snippets.ts';

const PROGRAMS: readonly string[] = Object.values(CODES)
  .flatMap(({ wrong, right }) => [wrong, right])
  .filter((program) => program.length < 300);

const WORDS =
  'rule expert when then assert emit any all in not and or is null between let const fact arbiter on stream ' +
  '/* */ // 5m 1e999 2026-01-01T00:00:00Z facts.F __proto__ constructor';

const FRAGMENTS: readonly string[] = [
  ...'{}()[],:.?=<>+-*/%#"\\\u0000\n\r\t\ufeff\ud800é漢'.split(''),
  ...WORDS.split(' '),
  '5 m',
  '28 C',
];

const damagedProgram = fc
  .tuple(
    fc.constantFrom(...PROGRAMS),
    fc.array(fc.record({ at: fc.nat(300), cut: fc.nat(8), insert: fc.constantFrom('', ...FRAGMENTS) }), {
      maxLength: 6,
    }),
  )
  .map(([program, edits]) =>
    edits.reduce(
      (text, { at, cut, insert }) => `${text.slice(0, at)} ${insert} ${text.slice(at + cut)}`,
      program,
    ),
  );

const randomText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((fragments) => fragments.join(' ')),
);

function isAnswered(text: string): boolean {
  const { findings } = checkText(text);
  renderDiagnostics(findings);
  return findings.every(
    ({ span, labels, message }) =>
      [span, ...labels.map((label) => label.span)].every(
        ({ start, end }) => 0 <= start && start <= end && end <= text.length,
      ) && !/\p{Cc}|\{\w+\}/u.test(message),
  );
}

void t.test('random text', (t) => {
  fc.assert(fc.property(randomText, isAnswered), { seed: 1, numRuns: 1500 });
  t.end();
});

void t.test('damaged programs', (t) => {
  fc.assert(fc.property(damagedProgram, isAnswered), { seed: 1, numRuns: 3000 });
  t.end();
});

void t.test('every prefix of a program is answered, and the whole is right', (t) => {
  const program = PROGRAMS.filter((each) => codesOf(each).length === 0 && !each.startsWith('-- ')).join('\n');
  for (let end = 0; end < Math.min(program.length, 1500); end++) isAnswered(program.slice(0, end));
  t.same(parseFindings(program), []);
  t.end();
});

void t.test('nesting', (t) => {
  const nested = (depth: number, open: string, close: string): string =>
    outlineOf(`const A = ${open.repeat(depth)}1${close.repeat(depth)}`);
  t.equal(nested(200, '(', ')'), '(const A 1)');
  t.equal(nested(201, '(', ')'), 'parse/too-deep');
  const shapes: readonly (readonly [open: string, close: string])[] = [
    ['(', ')'],
    ['[', ']'],
    ['not ', ''],
    ['- ', ''],
    ['f(', ')'],
    ['any x in L { ', ' }'],
    ['any x in ', ' { x }'],
    ['sum(x in ', ')'],
    ['1 + 2 * (', ')'],
    ['x == (y and not (', '))'],
  ];
  for (const [open, close] of shapes) {
    t.equal(nested(10_000, open, close), 'parse/too-deep', open);
    t.equal(nested(10_000, open, ''), 'parse/too-deep', open);
  }
  t.end();
});

void t.test('long chains', (t) => {
  t.same(codesOf(`rule R { when { ${'a or '.repeat(900)}a } then X { } }`), []);
  t.same(codesOf(`rule R { when { ${'a or '.repeat(20_000)}a } then X { } }`), ['parse/too-deep']);
  t.same(codesOf(`rule R { when { x in [${'1, '.repeat(20_000)}] } then X { } }`), []);
  t.same(codesOf(`rule R { when { a${'.a'.repeat(20_000)} } then X { } }`), []);
  const consts = Array.from({ length: 5_000 }, (_, index) => `const A${index} = A${index + 1} + 1\n`).join(
    '',
  );
  t.same(
    new Set(codesOf(`${consts}const A5000 = 1\nrule R { when { x > A0 } then X { } }`)),
    new Set(['check/const-too-large']),
  );
  t.end();
});

void t.test('thousands of declarations, right and wrong', (t) => {
  const count = 5_000;
  const rules = Array.from(
    { length: count },
    (_, index) =>
      `rule R${index} priority ${index} {\n  requires R${(index + 1) % (count + 1)}\n  when { x >= ${index} and y in ["a"] }\n  then A { v: x }\n}\n`,
  ).join('');
  t.equal(parseText(rules).length, count);
  t.same(codesOf(rules), ['check/unknown-rule']);
  const broken = 'rule R { when { a and } then A { } }\n'.repeat(count);
  t.equal(parseText(broken).length, count);
  t.equal(codesOf(broken).length, 100, 'diagnostics are capped');
  t.end();
});

void t.test('marks that never close cost no more than others', (t) => {
  for (const text of ['/*\n', '\\"\n', '"\\"\n', '5 in /*\n', 'a "b\n'])
    t.ok(codesOf(text.repeat(20_000)).length > 0, JSON.stringify(text));
  t.end();
});
