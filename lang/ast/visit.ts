/** The direct sub-expressions of an expression, in source order: the one place that knows the shape of every node. */
import type { Expression } from './nodes.ts';

export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.elements;
    case 'unary':
    case 'null-test':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'quantifier':
      return [expression.collection, expression.body];
    case 'aggregate':
      return [expression.value, expression.collection, expression.filter].filter((child) => child !== null);
    case 'call':
      return expression.args;
    case 'join':
    case 'bind':
      return [expression.expansion];
    case 'lookup':
      return [expression.where, ...(expression.otherwise ?? []).map(({ value }) => value)];
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'decimal':
    case 'secret':
    case 'path':
      return [];
  }
}
