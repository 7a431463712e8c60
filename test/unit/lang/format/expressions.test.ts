/** The layout of expressions: literals as written, parentheses where they are needed, lines broken at operators. */
import t from 'tap';
import { formatted, layouts } from './layouts.ts';

type Cases = readonly (readonly [text: string, layout: string])[];

function expressions(name: string, cases: Cases): void {
  const declared = (text: string): string => `const X = ${text}`;
  layouts(
    name,
    cases.map(([text, layout]) => [declared(text), declared(layout)]),
  );
}

expressions('literals', [
  ['007', '007'],
  ['- 1.50e2', '-1.50e2'],
  ['-   40 \t F', '-40 F'],
  ['5m', '5m'],
  ['1h30m', '1h30m'],
  ['100.20   USD', '100.20 USD'],
  ['2026-01-01T00:00:00.999Z', '2026-01-01T00:00:00.999Z'],
  ['2026-01-01', '2026-01-01'],
  ['2026 - 01-01', '2026 - 01 - 01'],
  ['secret( "a/b" )', 'secret("a/b")'],
  ['"two\r\nlines  \n"', '"two\r\nlines  \n"'],
  [String.raw`"^\d+\"$"`, String.raw`"^\d+\"$"`],
  ['[ ]', '[]'],
  ['[1,[2],]', '[1, [2]]'],
]);

expressions('parentheses', [
  ['((a))', 'a'],
  ['(a * b) + c', 'a * b + c'],
  ['a * (b + c)', 'a * (b + c)'],
  ['(a - b) - (c - d)', 'a - b - (c - d)'],
  ['a / (b * c)', 'a / (b * c)'],
  ['(a and b) or c', 'a and b or c'],
  ['a and (b or c)', 'a and (b or c)'],
  ['a and (b and c)', 'a and (b and c)'],
  ['not (a == b)', 'not a == b'],
  ['not (a and b)', 'not (a and b)'],
  ['(not a) == b', '(not a) == b'],
  ['(a > 1) == true', '(a > 1) == true'],
  ['(any x in L { x }) == y', '(any x in L { x }) == y'],
  ['x between [(a + 1), (b == c)]', 'x between [a + 1, (b == c)]'],
  ['(a is null) == (b is not null)', '(a is null) == (b is not null)'],
  ['-(5)', '-(5)'],
  ['-(-x)', '-(-x)'],
  ['-(a + b)', '-(a + b)'],
  ['x == (lookup t where a)', 'x == (lookup t where a)'],
  [
    'sum((lookup t where a) for x in (lookup u where b))',
    'sum((lookup t where a) for x in (lookup u where b))',
  ],
]);

expressions('on several lines', [
  ['[1,\n2]', '[\n    1,\n    2,\n]'],
  ['f(a,\nb)', 'f(\n    a,\n    b,\n)'],
  ['a\nand b and c', 'a\n    and b\n    and c'],
  ['a and (b\nor c)', 'a\n    and (\n        b\n        or c\n    )'],
  ['a and b\nor c', 'a and b\n    or c'],
  ['any x in L {\nx }', 'any x in L {\n    x\n}'],
  ['lookup t where a\nelse { b: 1 }', 'lookup t\n    where a\n    else { b: 1 }'],
  [
    'first.long.path.of.names * second.long.path.of.names + third.long.path.of.names - fourth.long.path',
    'first.long.path.of.names * second.long.path.of.names\n    + third.long.path.of.names\n    - fourth.long.path',
  ],
  [
    'count(quake in facts.Quake where quake.magnitude >= SIGNIFICANT and now() - quake.at <= 1d and x)',
    'count(\n    quake in facts.Quake\n    where quake.magnitude >= SIGNIFICANT and now() - quake.at <= 1d and x\n)',
  ],
  [
    'sum(rule for rule in facts.Something.with.a.long.name where rule.amount > 1000 and rule.is_active_now)',
    'sum(\n    (rule)\n    for rule in facts.Something.with.a.long.name\n    where rule.amount > 1000 and rule.is_active_now\n)',
  ],
]);

expressions('where words could be read otherwise', [
  ['(5 in)', '(5 in)'],
  ['5 in in (L)', '5 in in L'],
  ['7 % -4', '7 % -4'],
  ['5 in (-x)', '5 in (-x)'],
  ['5 in (where)', '5 in (where)'],
  ['5 % (is)', '5 % (is)'],
  ['f((x in L))', 'f((x in L))'],
  ['f((x in L and y), (x in L))', 'f((x in L and y), x in L)'],
  ['f(a, (x in L))', 'f(a, x in L)'],
  ['f((not (in == 1)))', 'f((not in == 1))'],
  ['f((any in in L { in }))', 'f((any in in L { in }))'],
  ['sum((x in L) for x in M)', 'sum((x in L) for x in M)'],
  ['lookup t where (a > 5 in) order by c', 'lookup t where a > (5 in) order by c'],
]);

void t.test('a condition behind a let', (t) => {
  const rule = (body: string): string =>
    formatted(`rule R { when { let a = b\n${body} } then A { } }`).split('\n')[3]?.trim() ?? '';
  t.equal(rule('(c)'), 'c');
  t.equal(rule('(-c > 0)'), '(-c > 0)');
  t.equal(rule('(-5 < c)'), '(-5 < c)');
  t.equal(rule('(in == 1)'), '(in == 1)');
  t.equal(rule('(not in == 1)'), '(not in == 1)');
  t.equal(rule('(not c)'), 'not c');
  t.equal(rule('(order == 1)'), 'order == 1');
  t.equal(rule('((c + d) * e > 1)'), '(c + d) * e > 1');
  t.equal(rule('[c] contains d'), '[c] contains d');
  t.equal(
    formatted('rule R { when { (bind not in L) } then A { } }').split('\n')[1]?.trim(),
    'when { (bind not in L) }',
  );
  t.end();
});

void t.test('the value of a let before what could go on', (t) => {
  const first = (body: string): string =>
    formatted(`rule R { then A { ${body} } }`).split('\n')[2]?.trim() ?? '';
  t.equal(first('let a = (5 in) let b = 1 x: a'), 'let a = 5 in');
  t.equal(first('let a = (lookup t where b) order: 1'), 'let a = (lookup t where b)');
  t.equal(first('let a = b order: 1'), 'let a = b');
  t.equal(first('let a = lookup t where b x: 1'), 'let a = lookup t where b');
  const block = formatted('rule R { when { let a = (5 in)\n c } then A { } }');
  t.match(block, /let a = \(5 in\)\n/);
  const behind = formatted('rule R { when { let a = lookup t where b\n(order == 1) } then A { } }');
  t.match(behind, /let a = lookup t where b\n +\(order == 1\)\n/);
  const handler = formatted('arbiter a { on X where (x > 5) m target on X where (x > 5 in) exec y }');
  t.match(handler, /where x > \(5\) m target\n.*where x > \(5 in\) exec y/);
  t.match(
    formatted('arbiter a { on X where x > 2026-01-01\nm target }'),
    /where x > \(2026-01-01\) m target/,
  );
  t.end();
});
