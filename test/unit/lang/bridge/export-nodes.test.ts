/** Expressions of the language to JSON nodes: every kind, and what stays text or is refused. */
import t from 'tap';
import { and, compare, nodeOf, not, number, or, text, variable } from './conversions.ts';

const [x, y] = [variable('x'), variable('y')];

function table(name: string, cases: readonly (readonly [condition: string, node: unknown])[]): void {
  void t.test(name, (t) => {
    for (const [condition, node] of cases) t.same(nodeOf(condition), node, condition);
    t.end();
  });
}

table('literals, in the values of run time', [
  ['5', number(5)],
  ['-0', number(0)],
  ['5 km', number(5000)],
  ['28 C', number(301.15)],
  ['1h30m', number(5400)],
  ['2026-01-01T00:00:00Z', number(1767225600)],
  [String.raw`"\d\""`, text(String.raw`\d"`)],
  ['true', { Const: { BoolConst: true } }],
  ['null', { Const: null }],
  ['a.b.c', variable('a.b.c')],
  ['100.25 USD', { _raw: '100.25 USD' }],
  ['secret("k/v")', text('k/v')],
  [
    '[1, "a", null, x, [2 m]]',
    { ConstList: [{ NumConst: 1 }, { StrConst: 'a' }, { Const: null }, x, { ConstList: [{ NumConst: 2 }] }] },
  ],
  ['', { Const: { BoolConst: true } }],
]);

table('logic', [
  ['x and y and (x and y)', and(x, y, and(x, y))],
  ['x or y and x', or(x, and(y, x))],
  ['not x', not(x)],
  ['x not in y', compare('!LIST_IN', x, y)],
  ['not x in y', not(compare('LIST_IN', x, y))],
]);

table('comparisons', [
  ['x == y', compare('==', x, y)],
  ['x contains y', compare('LIST_CONTAINS', x, y)],
  ['x not retains y', compare('!LIST_RETAIN', x, y)],
  ['x subset_of y', compare('SUB_LIST_IN', x, y)],
  ['x superset_of y', compare('SUB_LIST_CONTAINS', x, y)],
  ['x vague_contains y', compare('LIST_VAGUE_CONTAINS', x, y)],
  ['x starts_with y', compare('STRING_START_WITH', x, y)],
  ['x ends_with y', compare('STRING_END_WITH', x, y)],
  ['x matches y', compare('CONTAIN_REGEXP', x, y)],
  ['x is null', { Operator: 'IS_NULL', Lhs: x }],
  ['x is not null', { Operator: '!IS_NULL', Lhs: x }],
  [
    'x between (1, y]',
    { Operator: 'BETWEEN_LEFT_OPEN_RIGHT_CLOSE', Lhs: x, Rhs: { ConstList: [{ NumConst: 1 }, y] } },
  ],
]);

table('computed values', [
  [
    'x + y * 2',
    { MathExpr: { Operator: '+', Lhs: x, Rhs: { MathExpr: { Operator: '*', Lhs: y, Rhs: number(2) } } } },
  ],
  ['-x', { MathExpr: { Operator: '*', Lhs: number(-1), Rhs: x } }],
  ['count(i in L) > 2', compare('>', { _raw: 'count(i in L)' }, number(2))],
  ['max(x, y + 1) > now()', compare('>', { _raw: 'max(x, y + 1)' }, { _raw: 'now()' })],
]);

const quantified = (ForeachLogic: string, ForeachVar: string, Lhs: unknown, Condition: unknown): unknown => {
  return { ForeachOperator: 'FOREACH', ForeachLogic, ForeachVar, Lhs, Condition };
};

table('quantifiers, and what is short for them', [
  ['any i in x { i.a }', quantified('||', 'i', x, variable('i.a'))],
  ['all i in x { i.a }', quantified('&&', 'i', x, variable('i.a'))],
  ['none i in x { i.a }', quantified('!||', 'i', x, variable('i.a'))],
  ['bind i in x where { i.a }', quantified('||', 'i', x, variable('i.a'))],
  [
    'join a: A, b: B on .k { true }',
    quantified(
      '||',
      'a',
      variable('facts.A'),
      quantified(
        '||',
        'b',
        variable('facts.B'),
        and(compare('==', variable('a.k'), variable('b.k')), { Const: { BoolConst: true } }),
      ),
    ),
  ],
]);

table('a temperature beside something computed stays text', [
  ['t > 5 C', compare('>', variable('t'), number(278.15))],
  ['a - b > 5 C', { _raw: 'a - b > 5 C' }],
  ['abs(a - 20 C) <= 41 F', { _raw: 'abs(a - 20 C) <= 41 F' }],
  [
    'a - b > 5 K',
    compare('>', { MathExpr: { Operator: '-', Lhs: variable('a'), Rhs: variable('b') } }, number(5)),
  ],
  ['t between [1 C, x + 1]', { _raw: 't between [1 C, x + 1]' }],
]);

table('what cannot be told', [
  ['(lookup T where k == x) is null', ['1:18: JSON rules have no tables to look up in']],
  ['at > 2026-01-01', ['1:22: a date is ambiguous in JSON; write the whole timestamp']],
]);

void t.test('depth', (t) => {
  const sum = (terms: number): unknown => nodeOf(Array.from({ length: terms }, () => 'x').join(' + '));
  t.match(sum(200), { MathExpr: { Operator: '+', Rhs: x } });
  t.match(sum(201), [/^1:17: nests deeper than 200 nodes$/, /nests deeper than 200 nodes$/]);
  t.match(nodeOf(`${'x and '.repeat(900)}y`), { OpLogic: '&&' });
  t.end();
});
