/**
 * An expression with its paths replaced. What is short for something else is written out on the way, because the JSON form knows only
 * the long form. `null` from the replacement means that it was reported, and makes the whole `null`.
 */
import type { Expression, Path } from '../ast/nodes.ts';

export type Replace = (path: Path) => Expression | null;

export function replacePaths(node: Expression, replace: Replace): Expression | null {
  const inner = (child: Expression): Expression | null => replacePaths(child, replace);
  switch (node.kind) {
    case 'path':
      return replace(node);
    case 'list': {
      const elements = all(node.elements, inner);
      return elements && { ...node, elements };
    }
    case 'unary':
    case 'null-test': {
      const operand = inner(node.operand);
      return operand && { ...node, operand };
    }
    case 'binary': {
      const [left, right] = [inner(node.left), inner(node.right)];
      return left && right && { ...node, left, right };
    }
    case 'between': {
      const [value, low, high] = [inner(node.value), inner(node.low), inner(node.high)];
      return value && low && high && { ...node, value, low, high };
    }
    case 'quantifier': {
      const [collection, body] = [inner(node.collection), inner(node.body)];
      return collection && body && { ...node, collection, body };
    }
    case 'aggregate': {
      const collection = inner(node.collection);
      const value = node.value && inner(node.value);
      const filter = node.filter && inner(node.filter);
      const isWhole = !value === !node.value && !filter === !node.filter;
      return collection && isWhole ? { ...node, collection, value, filter } : null;
    }
    case 'call': {
      const args = all(node.args, inner);
      return args && { ...node, args };
    }
    case 'join':
    case 'bind':
      return inner(node.expansion);
    case 'number':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'decimal':
    case 'secret':
    case 'lookup':
      return node;
  }
}

function all(
  nodes: readonly Expression[],
  inner: (node: Expression) => Expression | null,
): readonly Expression[] | null {
  const replaced = nodes.map(inner).filter((node) => node !== null);
  return replaced.length < nodes.length ? null : replaced;
}
