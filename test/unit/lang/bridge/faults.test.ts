/** The faults of the first version of this bridge, each with the case that showed it. The evaluation is of what is written. */
import t from 'tap';
import { evaluateDirectly } from '../../../harness/direct-evaluation.ts';
import { evaluateJson } from '../../../harness/json-evaluator.ts';
import { parseExpression } from '#lang/bridge/parse-expression.js';
import {
  ACTION,
  and,
  compare,
  conditionOf,
  nodeOf,
  not,
  number,
  or,
  textOf,
  variable,
} from './conversions.ts';

type Context = Readonly<Record<string, unknown>>;

/** The same on both sides: the JSON as such, and the text that it became. */
function decide(node: unknown, context: Context): unknown {
  const expression = parseExpression(conditionOf(node));
  if (expression === undefined) return 'not converted';
  const [meant, written] = [evaluateJson(node, context), evaluateDirectly(expression, context)];
  return meant === written ? written : `${String(meant)} became ${String(written)}`;
}

const [x, a, b] = [variable('x'), variable('a'), variable('b')];

void t.test('O-22: nested groups', (t) => {
  const node = and(x, or(a, b));
  for (const context of [
    { x: true, a: true },
    { x: true, b: true },
  ])
    t.equal(decide(node, context), true);
  for (const context of [{ x: true }, { a: true, b: true }, {}]) t.equal(decide(node, context), false);
  t.equal(decide(or(and(x, a), not(and(a, b))), { a: true, b: true }), false);
  t.end();
});

void t.test('O-23: a range is two bounds', (t) => {
  const range = (Operator: string): unknown => ({
    Operator,
    Lhs: x,
    Rhs: { ConstList: [{ NumConst: 1 }, { NumConst: 3 }] },
  });
  const decided = (operator: string): readonly unknown[] =>
    [0, 1, 2, 3, 4].map((x) => decide(range(operator), { x }));
  t.same(decided('BETWEEN_ALL_CLOSE'), [false, true, true, true, false]);
  t.same(decided('BETWEEN_ALL_OPEN'), [false, false, true, false, false]);
  t.same(decided('BETWEEN_LEFT_CLOSE_RIGHT_OPEN'), [false, true, true, false, false]);
  t.same(decided('BETWEEN_LEFT_OPEN_RIGHT_CLOSE'), [false, false, true, true, false]);
  for (const Rhs of [{ ConstList: [{ NumConst: 1 }] }, { Const: { NumConst: 1 } }, { ConstList: [] }])
    t.match(
      conditionOf({ Operator: 'BETWEEN_ALL_CLOSE', Lhs: x, Rhs }),
      /^\/Rhs: the bounds of a range are a ConstList of two$/,
    );
  t.end();
});

void t.test('O-24: elements of lists bare or wrapped, and both spellings of subsets', (t) => {
  for (const element of [{ StrConst: 'a' }, { Const: { StrConst: 'a' } }])
    t.equal(decide({ Operator: 'LIST_IN', Lhs: x, Rhs: { ConstList: [element] } }, { x: 'a' }), true);
  for (const Operator of ['SUBSET_OF', 'SUB_LIST_IN'])
    t.equal(decide(compare(Operator, x, a), { x: [1], a: [1, 2] }), true, Operator);
  for (const Operator of ['SUPERSET_OF', 'SUB_LIST_CONTAINS'])
    t.equal(decide(compare(Operator, x, a), { x: [1], a: [1, 2] }), false, Operator);
  t.same(nodeOf('x in ["a", 1]'), {
    Operator: 'LIST_IN',
    Lhs: x,
    Rhs: { ConstList: [{ StrConst: 'a' }, { NumConst: 1 }] },
  });
  t.end();
});

void t.test('O-25: a missing action', (t) => {
  for (const action of [undefined, null, '', {}, { ParamMap: {} }])
    t.match(textOf({ name: 'R', condition: x, action }), /^\/action(?:\/ActionName)?: /);
  t.match(textOf({ name: 'R', action: ACTION }), /^\/condition: the condition is missing$/);
  t.end();
});

void t.test('O-26: unknown operators, empty conditions, spelling, parentheses', (t) => {
  for (const operator of ['=', 'LIST_ANY', '!IS', 'constructor', 'list_in'])
    t.equal(conditionOf(compare(operator, x, a)), `: unknown operator "${operator}"`);
  t.equal(conditionOf({ OpLogic: 'and', Conditions: [x] }), ': unknown operator "and"');
  t.equal(conditionOf({ Lhs: x, Rhs: a }), ': unknown node with "Lhs, Rhs"');
  t.equal(conditionOf(and()), '/Conditions: Conditions is empty');
  t.equal(
    conditionOf({ OpLogic: 'not', Conditions: [x, a] }),
    '/Conditions: `not` takes one condition, not 2',
  );
  t.equal(conditionOf({}), ': an empty object is no node');
  t.equal(conditionOf(compare('LIST_VAGUE_CONTAINS', x, a)), 'x vague_contains a');
  const sum = { MathExpr: { Operator: '+', Lhs: number(2), Rhs: number(3) } };
  const product = { MathExpr: { Operator: '*', Lhs: sum, Rhs: number(4) } };
  t.equal(decide({ Operator: '==', Lhs: product, Rhs: number(20) }, {}), true);
  t.end();
});
