/** Expressions: text to tree, in the form of the outline. */
import t from 'tap';
import { expressionOf, outlineOf, parseText } from './snippets.ts';

type Cases = readonly (readonly [text: string, outline: string])[];

function table(name: string, cases: Cases): void {
  void t.test(name, (t) => {
    for (const [text, expected] of cases) t.equal(expressionOf(text), expected, text);
    t.end();
  });
}

table('literals', [
  ['007', '7'],
  ['1e3', '1000'],
  ['-1.5e2', '-150'],
  ['-0', '-0'],
  ['9007199254740993', '9007199254740992'],
  ['28 C', '(quantity 28 C)'],
  ['-40 F', '(quantity -40 F)'],
  ['- 40 F', '(quantity -40 F)'],
  ['5m', '(quantity 5 min)'],
  ['5 m', '(quantity 5 m)'],
  ['1.5h', '(quantity 1.5 hr)'],
  ['100ms', '(quantity 100 ms)'],
  ['10min', '(quantity 10 min)'],
  ['2026-01-01T00:00:00+02:00', '(timestamp 1767218400)'],
  ['2026-01-01T00:00:00.999Z', '(timestamp 1767225600)'],
  ['2026-01-01', '(- (- 2026 1) 1)'],
  ['true', 'true'],
  ['null', 'null'],
  [String.raw`"a\n\"b\\\d"`, String.raw`"a\\n\"b\\\\d"`],
  ['[]', '(list)'],
  ['[1, x + 1, ["a"], # note\n null,]', '(list 1 (+ x 1) (list "a") null)'],
]);

table('names and paths', [
  ['a.b.c', 'a.b.c'],
  ['x.in.null.true.rule', 'x.in.null.true.rule'],
  ['count > now', '(> count now)'],
  ['segment == when', '(== segment when)'],
  ['any', 'parse/expected'],
  ['secret', 'parse/expected'],
  ['a[0]', 'parse/unknown-declaration'],
  ['a.0', 'parse/expected'],
]);

table('precedence and associativity', [
  ['2 + 3 * 4', '(+ 2 (* 3 4))'],
  ['10 - 4 - 3', '(- (- 10 4) 3)'],
  ['8 / 2 % 2', '(% (/ 8 2) 2)'],
  ['(2 + 3) * 4', '(* (+ 2 3) 4)'],
  ['x -1', '(- x 1)'],
  ['x - -1', '(- x -1)'],
  ['-x * y', '(* (negate x) y)'],
  ['--x', '(negate (negate x))'],
  ['-(5)', '(negate 5)'],
  ['7 % -4', '(% 7 -4)'],
  ['a + 1 > b * 2', '(> (+ a 1) (* b 2))'],
  ['a or b and c or d', '(or (or a (and b c)) d)'],
  ['not x == 1', '(not (== x 1))'],
  ['not a and b', '(and (not a) b)'],
  ['not x in L', '(not (in x L))'],
  ['not not a', '(not (not a))'],
  ['(a > 1) == true', '(== (> a 1) true)'],
  ['a == b == c', 'parse/chained-comparison'],
  ['x is null == true', 'parse/chained-comparison'],
  ['x == not y', 'parse/expected'],
]);

table('comparison, membership, ranges, null', [
  ['x not in L', '(not-in x L)'],
  ['L contains x and L not contains y', '(and (contains L x) (not-contains L y))'],
  ['A retains B or A not retains C', '(or (retains A B) (not-retains A C))'],
  ['A subset_of B', '(subset_of A B)'],
  ['A superset_of B', '(superset_of A B)'],
  ['L vague_contains "a"', '(vague_contains L "a")'],
  ['s starts_with "a" and s ends_with "b"', '(and (starts_with s "a") (ends_with s "b"))'],
  ['5 in list', '(in 5 list)'],
  ['x between [1, 2 + 3]', '(between[] x 1 (+ 2 3))'],
  ['x between (1, 2]', '(between(] x 1 2)'],
  ['x between [1, 2) and y', '(and (between[) x 1 2) y)'],
  ['a.b is null', '(is-null a.b)'],
  ['a.b is not null or c', '(or (is-not-null a.b) c)'],
  ['x is nothing', 'parse/expected'],
]);

table('quantifiers, aggregates, calls', [
  ['any x in L { x > 1 }', '(any x L (> x 1))'],
  ['all x in a.b { none y in x.c { y } } and z', '(and (all x a.b (none y x.c y)) z)'],
  ['1 + any x in L { x }', 'parse/expected'],
  ['sum(x.a + 1 for x in L)', '(aggregate sum x L (value (+ x.a 1)))'],
  ['count(q in facts.Q where q.m >= 4)', '(aggregate count q facts.Q (where (>= q.m 4)))'],
  ['sum(e for v in L where C) * 2', '(* (aggregate sum v L (value e) (where C)) 2)'],
  ['total(i in L)', '(aggregate total i L)'],
  ['now()', '(call now)'],
  ['min(a, b,)', '(call min a b)'],
  ['abs(30 C - 20 C) > 5 C', '(> (call abs (- (quantity 30 C) (quantity 20 C))) (quantity 5 C))'],
  ['f(a, b for x in L)', 'parse/expected'],
  ['min(1 2)', 'parse/expected'],
]);

void t.test('a newline ends a let before a parenthesis, a sign or an operator does not', (t) => {
  const rule = (body: string): string => outlineOf(`rule R { when { ${body} } then A { } }`);
  t.equal(rule('let a = b\n(c)'), '(rule R (when (let a b) c) (then A))');
  t.equal(rule('let a = b (c)'), '(rule R (when (let a (call b c))) (then A))');
  t.equal(rule('let a = b\n-c > 0'), '(rule R (when (let a (> (- b c) 0))) (then A))');
  t.equal(rule('let a = b is null\n-c > 0'), '(rule R (when (let a (is-null b)) (> (negate c) 0)) (then A))');
  t.equal(rule('let a = b not c'), '(rule R (when (let a b) (not c)) (then A))');
  t.end();
});

void t.test(
  'a span covers the text of its expression, parentheses included where they stand at its ends',
  (t) => {
    const text = 'const X = (a + b) * c';
    const [declaration] = parseText(text);
    t.ok(declaration?.kind === 'const');
    if (declaration?.kind !== 'const') return t.end();
    t.equal(text.slice(declaration.value.span.start, declaration.value.span.end), '(a + b) * c');
    t.match(declaration.span, { start: 0, end: text.length });
    t.end();
  },
);
