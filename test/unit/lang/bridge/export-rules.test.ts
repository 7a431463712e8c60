/** Programs to JSON documents: what is written out, what is dropped with a note, what is refused. */
import t from 'tap';
import { and, compare, droppedOf, jsonOf, nodeOf, number, text, variable } from './conversions.ts';

const [x, y] = [variable('x'), variable('y')];
const product = { MathExpr: { Operator: '*', Lhs: x, Rhs: number(2) } };

void t.test('a whole document', (t) => {
  const program = `
    feature F from "users" { age: number tags?: list<string> }
    const K = 5
    const DOUBLE = K * 2
    rule R priority -3 { when { x > DOUBLE } then A { b: K, a: "t" } otherwise B { } }
    rule S { then A { } }
  `;
  t.same(jsonOf(program), {
    features: { F: { name: 'F', source: 'users', fields: { age: 'number', 'tags?': 'list<string>' } } },
    consts: { K: number(5), DOUBLE: { MathExpr: { Operator: '*', Lhs: number(5), Rhs: number(2) } } },
    rules: [
      {
        name: 'R',
        priority: -3,
        condition: compare('>', x, { MathExpr: { Operator: '*', Lhs: number(5), Rhs: number(2) } }),
        action: { ActionName: 'A', ParamMap: { a: text('t'), b: number(5) } },
        fallback: { ActionName: 'B', ParamMap: {} },
      },
      { name: 'S', condition: { Const: { BoolConst: true } }, action: { ActionName: 'A', ParamMap: {} } },
    ],
  });
  t.end();
});

void t.test('lets are written out, in conditions and in actions', (t) => {
  t.same(
    nodeOf('let t = x * 2 let u = t let o = order u > o.total and o.ok'),
    and(compare('>', product, variable('order.total')), variable('order.ok')),
  );
  t.same(
    nodeOf('let t = x * 2 count(i in L where i > t) > 1'),
    compare('>', { _raw: 'count(i in L where i > x * 2)' }, number(1)),
  );
  const json = jsonOf(
    'rule R { when { let t = x * 2 any q in L { q.a } } then A { let w = q.b v: t, w: w } }',
  );
  t.match(json, { rules: [{ action: { ParamMap: { v: product, w: variable('q.b') } } }] });
  t.match(nodeOf('let t = x + 1 t.a'), [/`t.a` is a member of what is no path/]);
  t.end();
});

void t.test('segments stand in front', (t) => {
  const segment = 'segment Adult { x and y }\n';
  const rule = (when: string): unknown => jsonOf(`${segment}rule R { when ${when} then A { } }`);
  t.match(rule('segment Adult'), { rules: [{ condition: and(x, y) }] });
  t.match(rule('segment Adult { z }'), { rules: [{ condition: and(x, y, variable('z')) }] });
  t.same(rule('segment Adlut'), ['2:23: there is no segment `Adlut`']);
  t.same(droppedOf(`${segment}rule R { when segment Adult { z } then A { } otherwise B { } }`), [
    '2:6: rule R: that `otherwise` waits for segment Adult is not part of JSON rules',
  ]);
  t.end();
});

void t.test('a copy that would change what a name means is refused', (t) => {
  const refused = (condition: string, message: RegExp, declarations = ''): void => {
    t.match(nodeOf(condition, declarations), [message], condition);
  };
  refused('let a = i.n any i in L { a > 1 }', /`a` would mix up the variable `i`/);
  refused('any i in L { K > 1 }', /`K` would mix up the variable `i`/, 'const K = i.n');
  refused('any K in L { K > 1 }', /the variable `K` hides the const/, 'const K = 1');
  refused('let a = 1 any a in L { a > 1 }', /a variable of a quantifier is called as the let `a`/);
  refused('let hit = any i in L { i > 1 } i == 3', /what the let `hit` binds to `i` is used outside of it/);
  refused('K and i == 3', /`K` would mix up the variable `i`/, 'const K = any i in L { i > 1 }');
  t.same(nodeOf('let hit = any i in L { i > 1 } hit and x'), nodeOf('any i in L { i > 1 } and x'));
  t.end();
});

void t.test('values without an end or beyond measure', (t) => {
  t.match(jsonOf('const A = B + 1\nconst B = A\nrule R { when { A } then X { } }'), [
    /the value of `A` refers to itself/,
  ]);
  const chain = (count: number): string =>
    Array.from({ length: count }, (_, index) => `const A${index} = A${index + 1} + A${index + 1}\n`).join('');
  t.match(jsonOf(`${chain(40)}const A40 = 1`), [/there are more than 1000000 nodes/]);
  const long = Array.from({ length: 5_000 }, (_, index) => `const A${index} = A${index + 1}\n`).join('');
  t.match(jsonOf(`${long}const A5000 = 1`), [/constants refer to each other over more than 200 steps/]);
  t.end();
});

void t.test('what governs and describes is dropped, and said', (t) => {
  const program = `input { x: number }
tag "fraud"
outcome A { v: number }
table T { k: number
  1
}
rule R tag "fraud" {
  kill_switch on
  active_from 2026-01-01
  active_until 2027-01-01
  requires S, Q
  excludes P
  rollout percent 20
  when { x == secret("k") } then A { }
}
rule S { kill_switch off then A { } }`;
  t.same(droppedOf(program), [
    '1:1: input is not part of JSON rules',
    '2:1: tag fraud is not part of JSON rules',
    '3:1: outcome A is not part of JSON rules',
    '4:1: table T is not part of JSON rules',
    '7:6: rule R: kill_switch is not part of JSON rules',
    '7:6: rule R: active_from is not part of JSON rules',
    '7:6: rule R: active_until is not part of JSON rules',
    '7:6: rule R: requires S is not part of JSON rules',
    '7:6: rule R: requires Q is not part of JSON rules',
    '7:6: rule R: excludes P is not part of JSON rules',
    '7:6: rule R: rollout is not part of JSON rules',
    '7:6: rule R: tag "fraud" is not part of JSON rules',
    '14:15: a secret is given as its reference, a string',
  ]);
  t.end();
});

void t.test('programs that decide by more than rules are refused', (t) => {
  const cases: readonly (readonly [program: string, what: string])[] = [
    ['strategy S returns O { else A { } }', 'strategy'],
    ['flag F type boolean default false { }', 'flag'],
    ['expert rule E { when { x } then emit A { } }', 'expert rule'],
    ['arbiter M { poll 5s }', 'arbiter'],
    ['worker W { input A output B exec "x" }', 'worker'],
  ];
  for (const [program, what] of cases)
    t.same(jsonOf(`rule R { then A { } }\n${program}\n${program.replace(/ ([A-Z]) /, ' Z ')}`), [
      `2:1: bundle contains ${what} declarations; Arishem JSON emit only supports rules`,
    ]);
  t.same(jsonOf('import "a/b"\ninclude "c.arb"'), [
    '1:1: import is not followed; only a program of one file can be converted',
    '2:1: include is not followed; only a program of one file can be converted',
  ]);
  t.end();
});

void t.test('parameters are in the order of their names', (t) => {
  const json = JSON.stringify(jsonOf('rule R { then A { b: 1 c: 1 a: 1 } }'));
  t.same(json.match(/"[abc]"/g), ['"a"', '"b"', '"c"']);
  t.end();
});

void t.test('mistakes', (t) => {
  t.match(jsonOf('rule R {\n  when { x and }\n}'), [/^2:16: /]);
  t.match(jsonOf('rule R { then A { a: 1, a: 2 } }'), [/^1:25: the parameter `a` is given twice/]);
  t.match(jsonOf('rule R { then A { } }\nrule R { then A { } }'), [
    /^2:6: there are two declarations of rule R/,
  ]);
  t.same(jsonOf(''), { rules: [] });
  t.same(jsonOf('rule R { then A { __proto__: 1 } }'), {
    rules: [
      {
        name: 'R',
        condition: { Const: { BoolConst: true } },
        action: { ActionName: 'A', ParamMap: Object.fromEntries([['__proto__', number(1)]]) },
      },
    ],
  });
  t.end();
});
