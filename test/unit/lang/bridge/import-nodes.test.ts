/** JSON nodes to text: every shape and every operator, and what is refused. */
import t from 'tap';
import { comparisonSpellings } from '#lang/bridge/operators.js';
import { ACTION, and, compare, conditionOf, not, number, or, text, textOf, variable } from './conversions.ts';

const [x, y] = [variable('x'), variable('y')];
const list = (...ConstList: readonly unknown[]): unknown => ({ ConstList });
const math = (Operator: string, Lhs: unknown, Rhs: unknown): unknown => ({
  MathExpr: { Operator, Lhs, Rhs },
});
const foreach = (ForeachLogic: string): object => ({
  ForeachOperator: 'FOREACH',
  ForeachLogic,
  ForeachVar: 'i',
  Lhs: variable('items'),
  Condition: and(variable('i.ok'), compare('>', variable('i.n'), number(2))),
});

function table(name: string, cases: readonly (readonly [node: unknown, expected: string])[]): void {
  void t.test(name, (t) => {
    for (const [node, expected] of cases) t.equal(conditionOf(node), expected, JSON.stringify(node));
    t.end();
  });
}

table('constants and lists', [
  [text('a'), '"a"'],
  [text(String.raw`^\d{3}\.$`), String.raw`"^\d{3}\.$"`],
  [text('say "x"'), String.raw`"say \"x\""`],
  [text('\\'), String.raw`"\\"`],
  [text('\\\\d'), String.raw`"\\\d"`],
  [text('\\"'), String.raw`"\\\""`],
  [text('two\nlines'), '"two\nlines"'],
  [number(1.5), '1.5'],
  [number(-7), '-7'],
  [number(-0), '-0'],
  [number(1e21), '1e21'],
  [number(1e-7), '1e-7'],
  [number(5e-324), '5e-324'],
  [number(123456789012345680000), '123456789012345680000'],
  [{ Const: { BoolConst: false } }, 'false'],
  [{ Const: null }, 'null'],
  [variable('user.in.null'), 'user.in.null'],
  [list(), '[]'],
  [
    list({ StrConst: 'a' }, { Const: { NumConst: 1 } }, { Const: null }, x, list({ BoolConst: true })),
    '["a", 1, null, x, [true]]',
  ],
]);

table('logic, in parentheses where it is nested', [
  [and(x, y), 'x and y'],
  [or(x, and(x, y), variable('z')), 'x or (x and y) or z'],
  [and(or(x, y), variable('z')), '(x or y) and z'],
  [and(and(x, y), variable('z')), 'x and y and z'],
  [and(x, and(y, variable('z'))), 'x and (y and z)'],
  [and(x), 'x'],
  [not(x), 'not x'],
  [not(compare('==', x, y)), 'not (x == y)'],
  [not(or(x, y)), 'not (x or y)'],
  [not(not(x)), 'not not x'],
  [compare('==', compare('>', x, y), { Const: { BoolConst: true } }), '(x > y) == true'],
]);

table('math, in parentheses where precedence needs them', [
  [math('+', x, math('*', y, number(2))), 'x + y * 2'],
  [math('*', math('+', x, y), number(2)), '(x + y) * 2'],
  [math('-', x, math('-', y, number(1))), 'x - (y - 1)'],
  [math('-', math('-', x, y), number(1)), 'x - y - 1'],
  [math('-', x, number(-1)), 'x - -1'],
  [math('/', x, math('%', y, number(7))), 'x / (y % 7)'],
  [math('%', number(7), y), '(7) % y'],
  [{ Operator: '>', Lhs: math('+', x, y), Rhs: math('*', x, y) }, 'x + y > x * y'],
]);

table('quantifiers', [
  [foreach('||'), 'any i in items { i.ok and i.n > 2 }'],
  [foreach('&&'), 'all i in items { i.ok and i.n > 2 }'],
  [foreach('!||'), 'none i in items { i.ok and i.n > 2 }'],
  [{ OpLogic: 'not', Conditions: [foreach('||')] }, 'not any i in items { i.ok and i.n > 2 }'],
]);

const OPERATORS: Readonly<Record<string, string>> = {
  '==': 'x == y',
  '!=': 'x != y',
  '>': 'x > y',
  '>=': 'x >= y',
  '<': 'x < y',
  '<=': 'x <= y',
  LIST_IN: 'x in y',
  '!LIST_IN': 'x not in y',
  LIST_CONTAINS: 'x contains y',
  '!LIST_CONTAINS': 'x not contains y',
  LIST_RETAIN: 'x retains y',
  '!LIST_RETAIN': 'x not retains y',
  LIST_VAGUE_CONTAINS: 'x vague_contains y',
  SUBSET_OF: 'x subset_of y',
  SUB_LIST_IN: 'x subset_of y',
  SUPERSET_OF: 'x superset_of y',
  SUB_LIST_CONTAINS: 'x superset_of y',
  STRING_START_WITH: 'x starts_with y',
  STRING_END_WITH: 'x ends_with y',
  CONTAIN_REGEXP: 'x matches y',
};

const RANGES: Readonly<Record<string, string>> = {
  BETWEEN_ALL_CLOSE: 'x between [1, y]',
  BETWEEN_ALL_OPEN: 'x between (1, y)',
  BETWEEN_LEFT_CLOSE_RIGHT_OPEN: 'x between [1, y)',
  BETWEEN_LEFT_OPEN_RIGHT_CLOSE: 'x between (1, y]',
};

void t.test('every operator', (t) => {
  for (const [operator, expected] of Object.entries(OPERATORS))
    t.equal(conditionOf(compare(operator, x, y)), expected, operator);
  for (const [Operator, expected] of Object.entries(RANGES))
    t.equal(conditionOf({ Operator, Lhs: x, Rhs: list({ NumConst: 1 }, y) }), expected, Operator);
  t.equal(conditionOf({ Operator: 'IS_NULL', Lhs: x }), 'x is null');
  t.equal(conditionOf({ Operator: '!IS_NULL', Lhs: x, Rhs: { Const: null } }), 'x is not null');
  const tested = [...Object.keys(OPERATORS), ...Object.keys(RANGES), 'IS_NULL', '!IS_NULL'];
  t.same([...comparisonSpellings()].sort(), tested.sort(), 'and no others');
  t.end();
});

table('a number before `in` never becomes inches, nor a word an operator', [
  [compare('LIST_IN', number(5), variable('codes')), '(5) in codes'],
  [compare('LIST_IN', number(5), variable('for')), '(5) in for'],
  [{ Operator: 'LIST_IN', Lhs: number(5), Rhs: list({ NumConst: 5 }) }, '5 in [5]'],
  [and(variable('rule'), variable('between')), 'rule and between'],
]);

table('text of the language where JSON has no node', [
  [{ _raw: 'count(i in items)' }, 'count(i in items)'],
  [compare('>', { _raw: 'a or b' }, number(1)), '(a or b) > 1'],
  [compare('>', { _raw: 'abs(30 C - 20 C)' }, { _raw: '5 C' }), 'abs(30 C - 20 C) > 5 C'],
  [{ _raw: '- (5) + --x' }, '-(5) + --x'],
  [
    { _raw: 'join a: A, b: B including_self on .k { a.x > b.x }' },
    'join a: A, b: B including_self on .k { a.x > b.x }',
  ],
  [
    { _raw: 'lookup T where k == x order by k desc else { v: 1 }' },
    'lookup T where k == x order by k desc else { v: 1, }',
  ],
  [{ _raw: 'sum(i.a for i in L where i.b) + 100.25 USD' }, 'sum(i.a for i in L where i.b) + 100.25 USD'],
  [
    { _raw: 'at > 2026-01-01T00:00:00Z and secret("a/b") == 1h30m' },
    'at > 2026-01-01T00:00:00Z and secret("a/b") == 5400 s',
  ],
  [
    { _raw: 'x } then B { } } rule Q { when { true' },
    '/_raw: "x } then B { } } rule Q { when { true" is no expression of the language',
  ],
  [{ _raw: '1\nconst Y = 2' }, '/_raw: "1 const Y = 2" is no expression of the language'],
]);

table('what is no node', [
  ['x', ': a node is an object, not a string'],
  [[], ': a node is an object, not a list'],
  [null, ': a node is an object, not null'],
  [{ FuncExpr: 'f' }, ': unknown node with "FuncExpr"'],
  [{ constructor: 1 }, ': unknown node with "constructor"'],
  [{ VarExpr: 'x', Const: null }, ': is several nodes at once: VarExpr, Const'],
  [{ VarExpr: 'x', Extra: 1 }, '/Extra: a node of kind VarExpr has no member "Extra"'],
  [{ StrConst: 'bare' }, ': unknown node with "StrConst"'],
  [{ Const: {} }, '/Const: a constant is one of StrConst, NumConst, BoolConst, not an empty object'],
  [
    { Const: { StrConst: 'a', NumConst: 1 } },
    '/Const: a constant is one of StrConst, NumConst, BoolConst, not "StrConst, NumConst"',
  ],
  [{ Const: { NumConst: '5' } }, '/Const/NumConst: NumConst is a number, not a string'],
  [{ Const: { NumConst: Infinity } }, '/Const/NumConst: the number is out of range'],
  [{ Const: { BoolConst: 1 } }, '/Const/BoolConst: BoolConst is true or false, not a number'],
  [text('\ud800'), '/Const/StrConst: holds half of a surrogate pair'],
  [{ ConstList: {} }, '/ConstList: ConstList is a list, not an object'],
  [list(1), '/ConstList/0: a node is an object, not a number'],
  [math('^', x, y), '/MathExpr: unknown operator "^"'],
  [{ Operator: '>', Lhs: x }, '/Rhs: a node is an object, not missing'],
  [{ Operator: 'IS_NULL', Lhs: x, Rhs: y }, '/Rhs: a null test has no right side'],
  [{ ...foreach('||'), ForeachLogic: 'some' }, ': unknown operator "some"'],
  [{ ...foreach('||'), ForeachVar: 'a b' }, '/ForeachVar: "a b" is no name that the language could hold'],
  [{ ...foreach('||'), ForeachVar: 'not' }, '/ForeachVar: `not` cannot be a variable'],
]);

void t.test('paths', (t) => {
  for (const path of ['', '.', 'a.', 'a-b', 'a b', '1a', 'é', 'a[0]', 'a.1'])
    t.match(conditionOf(variable(path)), /^\/VarExpr: ".*" is no path of names joined by dots$/, path);
  for (const word of ['null', 'true', 'not', 'any', 'secret.x'])
    t.match(conditionOf(variable(word)), /^\/VarExpr: a path cannot begin with the word/, word);
  t.equal(conditionOf(variable('__proto__.constructor')), '__proto__.constructor');
  t.end();
});

void t.test('a word that the parser would take otherwise is still right or refused', (t) => {
  for (const word of 'rule const expert bind lookup in and or is for where let_ then when segment count'.split(
    ' ',
  )) {
    const written = textOf({ name: 'R', condition: and(variable(word), variable('in')), action: ACTION });
    t.match(written, new RegExp(`${word}\\n {8}and in|cannot be written in the language as it is`), word);
  }
  t.end();
});
