/**
 * Walks a parsed expression and computes it, with no compiler between: the other side of `json-evaluator.ts`. What that does not
 * know is null here.
 */
import type { Binary, Expression, Quantifier } from '#lang/ast/nodes.js';
import { lookup } from './json-evaluator.ts';
import { arithmetic, isEqual, isSubset, order } from './plain-values.ts';

type Context = Readonly<Record<string, unknown>>;

export function evaluateDirectly(node: Expression, context: Context): unknown {
  const value = (inner: Expression): unknown => evaluateDirectly(inner, context);
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return node.value;
    case 'list':
      return node.elements.map(value);
    case 'path':
      return lookup(node.segments.map(({ text }) => text).join('.'), context);
    case 'unary':
      return value(node.operand) !== true;
    case 'null-test':
      return (value(node.operand) === null) !== node.negated;
    case 'between': {
      const [above, below] = [
        order(value(node.value), value(node.low)),
        order(value(node.value), value(node.high)),
      ];
      const isAbove = node.lowOpen ? above > 0 : above >= 0;
      return isAbove && (node.highOpen ? below < 0 : below <= 0);
    }
    case 'quantifier':
      return quantifier(node, context);
    case 'binary':
      return binary(node, context);
    case 'null':
    case 'timestamp':
    case 'decimal':
    case 'secret':
    case 'aggregate':
    case 'call':
    case 'join':
    case 'bind':
    case 'lookup':
      return null;
  }
}

function quantifier({ quantifier: kind, variable, collection, body }: Quantifier, context: Context): boolean {
  const elements = evaluateDirectly(collection, context);
  const holds = (Array.isArray(elements) ? elements : []).map(
    (element: unknown) => evaluateDirectly(body, { ...context, [variable.text]: element }) === true,
  );
  if (kind === 'any') return holds.includes(true);
  return kind === 'all' ? !holds.includes(false) : !holds.includes(true);
}

function binary({ operator, left: first, right: second }: Binary, context: Context): unknown {
  const [left, right] = [evaluateDirectly(first, context), evaluateDirectly(second, context)];
  if (operator.startsWith('not ')) return !test(operator.slice(4), left, right);
  if (operator === 'and') return left === true && right === true;
  if (operator === 'or') return left === true || right === true;
  return operator.length === 1 && '+-*/%'.includes(operator)
    ? arithmetic(operator, left, right)
    : test(operator, left, right);
}

function test(operator: string, left: unknown, right: unknown): boolean {
  const [some, others] = [left, right].map((side): readonly unknown[] => (Array.isArray(side) ? side : []));
  const has = (list: readonly unknown[] = [], wanted: unknown): boolean =>
    list.some((element) => isEqual(element, wanted));
  const texts = typeof left === 'string' && typeof right === 'string' ? { left, right } : null;
  const tests: Readonly<Record<string, () => boolean>> = {
    '==': () => isEqual(left, right),
    '!=': () => !isEqual(left, right),
    '>': () => order(left, right) > 0,
    '>=': () => order(left, right) >= 0,
    '<': () => order(left, right) < 0,
    '<=': () => order(left, right) <= 0,
    in: () => has(others, left),
    contains: () => texts?.left.includes(texts.right) ?? has(some, right),
    retains: () => (some ?? []).some((element) => has(others, element)),
    subset_of: () => isSubset(left, right),
    superset_of: () => isSubset(right, left),
    vague_contains: () =>
      typeof right === 'string' &&
      right !== '' &&
      (some ?? []).some((element) => typeof element === 'string' && element.includes(right)),
    starts_with: () => texts !== null && texts.left.startsWith(texts.right),
    ends_with: () => texts !== null && texts.left.endsWith(texts.right),
    matches: () => texts !== null && new RegExp(texts.right).test(texts.left),
  };
  return tests[operator]?.() ?? false;
}
