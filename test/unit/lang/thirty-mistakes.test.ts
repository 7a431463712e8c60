/**
 * One file, one mistake in nearly every declaration: each is found, at its own place, and none makes another one
 * appear. The same text with the columns is a case of `test/conformance/language/mistakes.cases`.
 */
import t from 'tap';
import { lineOf } from '#lang/source.js';
import { checkText } from './snippets.ts';

/** What is wrong with a line, before the line; nothing before one that is right. */
const LINES: readonly (readonly [code: string, line: string])[] = [
  ['check/const-cycle', 'const LOOP = LOOP + 1'],
  ['lex/number-range', 'const HUGE = 1e999'],
  ['', 'segment Adult { age >= 18 }'],
  ['parse/expected', 'segment Rich { wealth > }'],
  ['check/unknown-type', 'fact Quake { magnitude: nubmer depth: number<length> }'],
  ['check/duplicate-field', 'fact Wave { height: number height: number }'],
  ['', 'outcome Alert { level: number }'],
  ['check/duplicate-declaration', 'outcome Alert { level: string }'],
  ['', 'tag "fraud"'],
  ['', 'input { age: number wealth: number name: string }'],
  ['', 'table Rate {'],
  ['', '  from: number | fee: decimal<USD>'],
  ['check/cell-type', '  0 | "free"'],
  ['', '}'],
  ['check/unknown-tag', 'rule R1 tag "fruad" { then Alert { level: 1 } }'],
  ['check/unknown-rule', 'rule R2 { requires R11 then Alert { level: 1 } }'],
  ['check/unknown-segment', 'rule R3 { when segment Adlt then Alert { level: 1 } }'],
  ['check/unknown-path', 'rule R4 { when { agee > 5 } then Alert { level: 1 } }'],
  ['check/type-mismatch', 'rule R5 { when { name > 5 } then Alert { level: 1 } }'],
  ['check/field-type', 'rule R6 { then Alert { level: "high" } }'],
  ['check/missing-field', 'rule R7 { then Alert { } }'],
  ['check/undeclared-outcome', 'rule R8 { then Alrt { level: 1 } }'],
  ['parse/rollout-range', 'rule R9 { rollout 101 then Alert { level: 1 } }'],
  ['parse/invalid-integer', 'rule R10 priority 1.5 { then Alert { level: 1 } }'],
  ['parse/missing-then', 'rule R12 { when { age > 5 } }'],
  ['check/invalid-pattern', 'rule R13 { when { name matches "(" } then Alert { level: 1 } }'],
  ['check/unknown-function', 'rule R14 { when { abss(age) > 5 } then Alert { level: 1 } }'],
  ['check/requires-cycle', 'rule R15 { requires R15 then Alert { level: 1 } }'],
  ['parse/chained-comparison', 'rule R16 { when { 1 < age < 5 } then Alert { level: 1 } }'],
  ['lex/malformed-number', 'rule R17 { when { age > 28C } then Alert { level: 1 } }'],
  ['check/duplicate-param', 'rule R18 { then Alert { level: 1 level: 2 } }'],
  ['check/condition-type', 'rule R19 { when { age } then Alert { level: 1 } }'],
  [
    'check/unknown-field',
    'expert rule E1 { when { any q in facts.Quake { q.deep > 5 m } } then emit Alert { level: 1 } }',
  ],
  ['check/missing-key', 'expert rule E2 { then assert Wave { height: 1 } }'],
  ['parse/expected', 'expert rule E3 cooldown 1h { perfact then emit Alert { level: 1 } }'],
  ['check/missing-else', 'strategy S1 returns Alert { when { age > 1 } then A { level: 1 } }'],
  ['check/unknown-outcome', 'strategy S2 returns Alarm { when { age > 1 } then A { x: 1 } else B { x: 2 } }'],
  ['check/flag-owner', 'flag f1 { when { age > 1 } then true }'],
  ['check/split-sum', 'flag f2 { owner: "o" when { age > 1 } split { "a": 1, "b": 2 } }'],
  ['check/unknown-fact', 'worker w { input Alert output Quak exec x }'],
  ['check/no-trigger', 'arbiter M { on Alert stdout }'],
  ['check/handler-needs-target', 'arbiter N { poll 1m on Alert audit }'],
  ['parse/invalid-duration', 'arbiter O { poll 0s }'],
  ['parse/unknown-declaration', 'ruel R21 { then Alert { level: 1 } }'],
];

const WRONG = LINES.flatMap(([code], index) => (code === '' ? [] : [`${index + 1} ${code}`]));

void t.test('every mistake of a file is found, and only those', (t) => {
  const { findings } = checkText(LINES.map(([, line]) => `${line}\n`).join(''));
  t.ok(WRONG.length >= 30, `${WRONG.length} mistakes`);
  t.same(
    findings.map(({ code, span }) => `${lineOf(span.source, span.start)} ${code}`),
    WRONG,
  );
  const places = new Set(findings.map(({ span }) => `${span.start} ${span.end}`));
  t.equal(places.size, findings.length, 'each has a place of its own');
  t.end();
});

void t.test('they stay the same with their lines in another order', (t) => {
  const [head, tail] = [LINES.slice(0, 14), LINES.slice(14)];
  const { findings } = checkText([...tail.toReversed(), ...head].map(([, line]) => `${line}\n`).join(''));
  t.same(
    findings.map(({ code }) => code).sort(),
    LINES.flatMap(([code]) => (code === '' ? [] : [code])).sort(),
  );
  t.end();
});

void t.test('without its mistakes the file is right', (t) => {
  const right = LINES.filter(([code]) => code === '' || code === 'check/cell-type').map(([, line]) => line);
  const { findings } = checkText(right.join('\n').replace('"free"', '1 USD'));
  t.same(
    findings.map(({ code }) => code),
    ['check/unused-segment', 'check/unused-table'],
  );
  t.end();
});
