/**
 * Arbitrary documents of JSON rules. `written` is the form that is given out (one spelling, scalars bare in lists, groups flat on their
 * left); `any` is everything that is read.
 */
import fc from 'fast-check';
import type { JsonNode, JsonRules } from '#lang/bridge/json-nodes.js';
import { comparisonSpellings } from '#lang/bridge/operators.js';

type Form = 'written' | 'any';

const READ_ONLY = new Set(['SUBSET_OF', 'SUPERSET_OF']);
const PATHS = ['x', 'y', 'user.age', 'user.in', 'items', 'nothing.here'];

const texts = fc.oneof(
  fc.constantFrom('', 'a', 'ab', '"', '\\', '\\d+', '\\"', 'a\nb', '# no comment', 'é漢😀'),
  fc.string({ maxLength: 6 }),
);
const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
);
const scalars = fc.oneof(
  texts.map((StrConst) => ({ StrConst })),
  numbers.map((NumConst) => ({ NumConst })),
  fc.boolean().map((BoolConst) => ({ BoolConst })),
);

export function documents(form: Form): fc.Arbitrary<JsonRules> {
  const action = fc.record({
    ActionName: fc.constantFrom('Approve', 'rule', 'A1'),
    ParamMap: fc.dictionary(fc.constantFrom('a', 'b', 'let', 'set', 'then'), nodes(form), { maxKeys: 3 }),
  });
  const rule = fc.record(
    {
      priority: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      condition: nodes(form),
      action,
      fallback: action,
    },
    { requiredKeys: ['condition', 'action'] },
  );
  return fc
    .array(rule, { minLength: 1, maxLength: 3 })
    .map((rules) => ({ rules: rules.map((each, index) => ({ name: `R${index}`, ...each })) }));
}

function nodes(form: Form): fc.Arbitrary<JsonNode> {
  const spellings = comparisonSpellings().filter((each) => form === 'any' || !READ_ONLY.has(each));
  const isRange = (spelling: string): boolean => spelling.startsWith('BETWEEN');
  const { node } = fc.letrec<{ node: JsonNode; list: JsonNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.oneof(
        fc.constantFrom(...PATHS).map((VarExpr) => ({ VarExpr })),
        fc.option(scalars).map((Const) => ({ Const })),
      ),
      tie('list'),
      fc
        .tuple(
          fc.constantFrom('&&' as const, '||' as const),
          fc.array(tie('node'), { minLength: 2, maxLength: 4 }),
        )
        .map(([OpLogic, Conditions]) => logic({ OpLogic, Conditions }, form)),
      tie('node').map((condition) => ({ OpLogic: 'not' as const, Conditions: [condition] })),
      fc.record({
        Operator: fc.constantFrom(
          ...spellings.filter(
            (each) => !isRange(each) && !each.endsWith('IS_NULL') && each !== 'CONTAIN_REGEXP',
          ),
        ),
        Lhs: tie('node'),
        Rhs: tie('node'),
      }),
      fc.record({
        Operator: fc.constant('CONTAIN_REGEXP'),
        Lhs: tie('node'),
        Rhs: fc.constantFrom('^a', '\\w$').map((StrConst) => ({ Const: { StrConst } })),
      }),
      fc.record({ Operator: fc.constantFrom('IS_NULL', '!IS_NULL'), Lhs: tie('node') }),
      fc.record({
        Operator: fc.constantFrom(...spellings.filter(isRange)),
        Lhs: tie('node'),
        Rhs: fc
          .tuple(elements(tie('node'), form), elements(tie('node'), form))
          .map((ConstList) => ({ ConstList })),
      }),
      fc.record({
        MathExpr: fc.record({
          Operator: fc.constantFrom('+', '-', '*', '/', '%'),
          Lhs: tie('node'),
          Rhs: tie('node'),
        }),
      }),
      fc.record({
        ForeachOperator: fc.constant('FOREACH' as const),
        ForeachLogic: fc.constantFrom('||' as const, '&&' as const, '!||' as const),
        ForeachVar: fc.constantFrom('i', 'x', 'in'),
        Lhs: tie('node'),
        Condition: tie('node'),
      }),
    ),
    list: fc.array(elements(tie('node'), form), { maxLength: 3 }).map((ConstList) => ({ ConstList })),
  }));
  return node;
}

type Element =
  | JsonNode
  | { readonly StrConst: string }
  | { readonly NumConst: number }
  | { readonly BoolConst: boolean };

function elements(node: fc.Arbitrary<JsonNode>, form: Form): fc.Arbitrary<Element> {
  const inner = form === 'any' ? node : node.filter((each) => !('Const' in each) || each.Const === null);
  return fc.oneof(scalars, inner);
}

/** A group that begins with one of its own kind is written as one. */
function logic(node: { OpLogic: '&&' | '||'; Conditions: readonly JsonNode[] }, form: Form): JsonNode {
  const [first, ...rest] = node.Conditions;
  const isNested = first !== undefined && 'OpLogic' in first && first.OpLogic === node.OpLogic;
  return isNested && form === 'written' ? { ...node, Conditions: [...first.Conditions, ...rest] } : node;
}
