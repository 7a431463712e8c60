/**
 * What a node of JSON rules means, as plainly as it can be said: an oracle for the bridge. It knows the format's own operator names
 * and nothing of the language; the values follow the language (null in, null out; only `true` is true).
 */
import { arithmetic, isBetween, isEqual, isSubset, order } from './plain-values.ts';

type Fields = Readonly<Record<string, unknown>>;

export function evaluateJson(json: unknown, context: Fields): unknown {
  const node = fields(json);
  if ('OpLogic' in node) return logic(node, context);
  if ('ForeachOperator' in node) return quantifier(node, context);
  if ('VarExpr' in node) return lookup(String(node['VarExpr']), context);
  if ('ConstList' in node) return list(node['ConstList']).map((element) => evaluateJson(element, context));
  if ('Const' in node) return node['Const'] === null ? null : Object.values(fields(node['Const']))[0];
  if ('MathExpr' in node) {
    const inner = fields(node['MathExpr']);
    const [left, right] = sides(inner, context);
    return arithmetic(String(inner['Operator']), left, right);
  }
  if ('Operator' in node) {
    const [left, right] = sides(node, context);
    return compare(String(node['Operator']), left, right);
  }
  return Object.values(node)[0];
}

export function lookup(path: string, context: Fields): unknown {
  let value: unknown = context;
  for (const name of path.split('.')) value = fields(value)[name] ?? null;
  return value;
}

function logic(node: Fields, context: Fields): boolean {
  const holds = list(node['Conditions']).map((condition) => evaluateJson(condition, context) === true);
  if (node['OpLogic'] === 'not') return !holds[0];
  return node['OpLogic'] === '&&' ? holds.every(Boolean) : holds.some(Boolean);
}

function quantifier(node: Fields, context: Fields): boolean {
  const elements = list(evaluateJson(node['Lhs'], context));
  const holds = elements.map(
    (element) =>
      evaluateJson(node['Condition'], { ...context, [String(node['ForeachVar'])]: element }) === true,
  );
  if (node['ForeachLogic'] === '||') return holds.some(Boolean);
  return node['ForeachLogic'] === '&&' ? holds.every(Boolean) : !holds.some(Boolean);
}

function sides(node: Fields, context: Fields): readonly [unknown, unknown] {
  const right = node['Rhs'];
  return [evaluateJson(node['Lhs'], context), right === undefined ? null : evaluateJson(right, context)];
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator.startsWith('!') && operator !== '!=') return !compare(operator.slice(1), left, right);
  switch (operator) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '>':
      return order(left, right) === 1;
    case '>=':
      return [0, 1].includes(order(left, right));
    case '<':
      return order(left, right) === -1;
    case '<=':
      return [0, -1].includes(order(left, right));
    case 'LIST_IN':
      return list(right).some((element) => isEqual(element, left));
    case 'LIST_CONTAINS':
      return isText(left) && isText(right)
        ? left.includes(right)
        : list(left).some((element) => isEqual(element, right));
    case 'LIST_RETAIN':
      return list(left).some((element) => list(right).some((other) => isEqual(element, other)));
    case 'SUBSET_OF':
    case 'SUB_LIST_IN':
      return isSubset(left, right);
    case 'SUPERSET_OF':
    case 'SUB_LIST_CONTAINS':
      return isSubset(right, left);
    case 'LIST_VAGUE_CONTAINS':
      return isText(right) && right !== '' && list(left).some((each) => isText(each) && each.includes(right));
    case 'STRING_START_WITH':
      return isText(left) && isText(right) && left.startsWith(right);
    case 'STRING_END_WITH':
      return isText(left) && isText(right) && left.endsWith(right);
    case 'CONTAIN_REGEXP':
      return isText(left) && isText(right) && new RegExp(right).test(left);
    case 'IS_NULL':
      return left === null;
    default:
      return isBetween(left, list(right), operator);
  }
}

function fields(json: unknown): Fields {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
