/** Mistakes in the text: what is told about them, and that one does not hide the others. */
import t from 'tap';
import { parseFindings } from './snippets.ts';

const MESSAGES: readonly (readonly [text: string, message: string, help?: string])[] = [
  ['rule R { when { a and } then A { } }', 'expected an expression after `and`, found `}`'],
  ['rule R { when { not } then A { } }', 'expected an expression after `not`, found `}`'],
  ['rule R { when { (a then A { } }', 'expected `)` after `a`, found `then`'],
  ['rule R { when { a', 'expected `}` after `a`, found the end of the file'],
  ['rule R { when { any x L { x } } then A { } }', 'expected `in` after `x`, found `L`'],
  ['rule R { when { f(1 2) } then A { } }', 'expected `,` or `)` after `1`, found `2`'],
  ['rule R { then A { x 1 } }', 'expected `:` after `x`, found `1`'],
  ['rule { then A { } }', 'expected a name after `rule`, found `{`'],
  [
    'rule R { whne { a } then A { } }',
    'expected a clause or `}` after `{`, found `whne`',
    'did you mean `when`?',
  ],
  [
    'rule R prioriti 1 { then A { } }',
    'expected `priority`, `tag` or `{` after `R`, found `prioriti`',
    'did you mean `priority`?',
  ],
  [
    'expert rule R { then emmit O { } }',
    'expected `assert`, `emit`, `retract` or `modify` after `then`, found `emmit`',
    'did you mean `emit`?',
  ],
  ['arbiter A { strem Q }', 'expected a clause or `}` after `{`, found `strem`', 'did you mean `stream`?'],
  ['arbiter A { poll soon }', 'expected a duration such as `30s` or `1h30m` after `poll`, found `soon`'],
  ['ruel R { then A { } }', 'expected a declaration, found `ruel`', 'did you mean `rule`?'],
  ['rule R { when { a < b < c } then A { } }', '`<` cannot follow a complete condition'],
  [
    'rule R { when { t > 28C } then A { } }',
    '`28C` is neither a number nor a duration',
    'put a blank between the number and its unit: `28 C`',
  ],
  [
    'rule R { when { a || b } then A { } }',
    '`||` is not part of the language',
    'the operator is spelled `or`',
  ],
  [
    'rule R { when { a | b } then A { } }',
    'expected `}` after `a`, found `|`',
    'outside of tables the operator is spelled `or`',
  ],
  [
    'rule R priority 1.9 { then A { } }',
    'priority must be a whole number from -2147483648 to 2147483647, not `1.9`',
  ],
  ['const A = 2026-02-30T00:00:00Z', '`2026-02-30T00:00:00Z` is not an instant of the calendar'],
  ['const A = \u0000\u0001', '`U+0000U+0001` is not part of the language'],
];

void t.test('messages are in the terms of the author', (t) => {
  for (const [text, message, help] of MESSAGES) {
    const [finding] = parseFindings(text);
    t.equal(finding?.message, message, text);
    if (help !== undefined) t.equal(finding?.help, help, text);
  }
  t.end();
});

void t.test('every declaration is read, whatever is wrong with the others', (t) => {
  const text = [
    'const A = 1 +',
    'fact F { a: }',
    'rule R { when { a and } then X { } }',
    'strategie S returns X { }',
    'rule S { when { x == "never closed } then X { } }',
    'rule T { requires A then X { a: 1e999 } }',
    'arbiter M { poll }',
  ].join('\n');
  t.same(
    parseFindings(text).map(({ code, span }) => [code, text.slice(0, span.start).split('\n').length]),
    [
      ['parse/expected', 2],
      ['parse/expected', 2],
      ['parse/expected', 3],
      ['parse/unknown-declaration', 4],
      ['lex/unterminated-string', 5],
      ['lex/number-range', 6],
      ['parse/expected', 7],
    ],
  );
  t.end();
});

void t.test('a missing brace does not swallow the next declaration', (t) => {
  const findings = parseFindings('rule A { when { a }\nrule B { then X { } }\nrule C { whn }');
  t.same(
    findings.map(({ message }) => message),
    ['expected a clause or `}` after `}`, found `rule`', 'expected a clause or `}` after `{`, found `whn`'],
  );
  t.end();
});

void t.test('a duplicate shows both places', (t) => {
  const [finding] = parseFindings('rule R { when { a } when { b } then A { } }');
  t.match(finding, { span: { start: 20 }, labels: [{ span: { start: 9 }, text: 'the first one' }] });
  t.end();
});
