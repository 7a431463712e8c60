/**
 * Nodes of the JSON form to expressions. An object is one kind of node, told by the member that names it; a second such member, or
 * one that the kind does not have, is a problem, because guessing what was meant would change decisions.
 */
import type { Expression, Quantifier } from '../ast/nodes.ts';
import { decodeList, decodeScalar } from './decode-const.ts';
import {
  below,
  type Decoding,
  isArray,
  isName,
  isObject,
  type JsonObject,
  kindOf,
  member,
  shown,
} from './decoding.ts';
import { makeBinary, makeName, makeNot, makePath, NOWHERE } from './make.ts';
import { type Comparison, findArithmetic, findComparison } from './operators.ts';
import { parseExpression } from './parse-expression.ts';
import { chain } from './chain.ts';

type Decode = (object: JsonObject, path: string, decoding: Decoding) => Expression | null;

interface Shape {
  readonly decode: Decode;
  readonly members: ReadonlySet<string>;
}

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['OpLogic', shape(logic, 'OpLogic', 'Conditions')],
  ['Operator', shape(comparison, 'Operator', 'Lhs', 'Rhs')],
  ['VarExpr', shape(variable, 'VarExpr')],
  ['Const', shape(constant, 'Const')],
  ['ConstList', shape(list, 'ConstList')],
  ['MathExpr', shape(math, 'MathExpr')],
  ['ForeachOperator', shape(quantifier, 'ForeachOperator', 'ForeachLogic', 'ForeachVar', 'Lhs', 'Condition')],
  ['_raw', shape(raw, '_raw')],
]);

const QUANTIFIERS: ReadonlyMap<unknown, Quantifier['quantifier']> = new Map([
  ['||', 'any'],
  ['&&', 'all'],
  ['!||', 'none'],
]);

/** Words that mean something else where a variable could stand. */
const NO_VARIABLES: ReadonlySet<string> = new Set(
  'any all none not let join secret true false null'.split(' '),
);

export function decodeNode(json: unknown, path: string, decoding: Decoding): Expression | null {
  const object = decoding.object(json, path, 'a node');
  if (object === null) return null;
  const kinds = Object.keys(object).filter((key) => SHAPES.has(key));
  const [kind = ''] = kinds;
  const found = SHAPES.get(kind);
  if (found === undefined) return decoding.refuse(path, unknownNode(object));
  if (kinds.length > 1) return decoding.refuse(path, `is several nodes at once: ${kinds.join(', ')}`);
  const isWhole = decoding.onlyMembers(object, found.members, { path, of: `a node of kind ${kind}` });
  const decoded = decoding.nested(path, () => found.decode(object, path, decoding));
  return isWhole ? decoded : null;
}

function unknownNode(object: JsonObject): string {
  const keys = Object.keys(object);
  return keys.length === 0 ? 'an empty object is no node' : `unknown node with ${shown(keys.join(', '))}`;
}

function logic(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const conditions = member(object, 'Conditions');
  if (!isArray(conditions)) return decoding.refuse(path, `Conditions is a list, not ${kindOf(conditions)}`);
  const at = below(path, 'Conditions');
  const decoded = conditions.map((condition, index) => decodeNode(condition, below(at, index), decoding));
  const operator = member(object, 'OpLogic');
  if (operator !== '&&' && operator !== '||' && operator !== 'not')
    return decoding.refuse(path, unknownOperator(operator));
  if (decoded.length === 0) return decoding.refuse(at, 'Conditions is empty');
  if (operator === 'not' && decoded.length > 1)
    return decoding.refuse(at, `\`not\` takes one condition, not ${decoded.length}`);
  const operands = decoded.filter((condition) => condition !== null);
  if (operands.length < decoded.length) return null;
  return operator === 'not'
    ? (operands.map(makeNot)[0] ?? null)
    : chain(operator === '&&' ? 'and' : 'or', operands);
}

function comparison(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const operator = member(object, 'Operator');
  const found = typeof operator === 'string' ? findComparison(operator) : undefined;
  if (found === undefined) {
    operands(object, path, decoding);
    return decoding.refuse(path, unknownOperator(operator));
  }
  return compare(found, object, { path, decoding });
}

interface Site {
  readonly path: string;
  readonly decoding: Decoding;
}

function compare(found: Comparison, object: JsonObject, { path, decoding }: Site): Expression | null {
  switch (found.form) {
    case 'binary': {
      const [left, right] = operands(object, path, decoding);
      return left && right && makeBinary(found.operator, left, right);
    }
    case 'between': {
      const [value, bounds] = operands(object, path, decoding);
      if (value === null || bounds === null) return null;
      const [low, high, ...others] = bounds.kind === 'list' ? bounds.elements : [];
      if (low === undefined || high === undefined || others.length > 0)
        return decoding.refuse(below(path, 'Rhs'), 'the bounds of a range are a ConstList of two');
      return { kind: 'between', value, low, high, ...found.bounds, span: NOWHERE };
    }
    case 'null-test': {
      const operand = decodeNode(member(object, 'Lhs'), below(path, 'Lhs'), decoding);
      if (!isNothing(member(object, 'Rhs')))
        return decoding.refuse(below(path, 'Rhs'), 'a null test has no right side');
      return operand && { kind: 'null-test', negated: found.negated, operand, span: NOWHERE };
    }
  }
}

/** Both, so that the problems of both are reported. */
function operands(
  object: JsonObject,
  path: string,
  decoding: Decoding,
): readonly [Expression | null, Expression | null] {
  const left = decodeNode(member(object, 'Lhs'), below(path, 'Lhs'), decoding);
  return [left, decodeNode(member(object, 'Rhs'), below(path, 'Rhs'), decoding)];
}

/** Some writers fill in the side that a null test does not have. */
function isNothing(right: unknown): boolean {
  if (right === undefined) return true;
  return isObject(right) && Object.keys(right).join() === 'Const' && right['Const'] === null;
}

function variable(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const at = below(path, 'VarExpr');
  const text = decoding.text(member(object, 'VarExpr'), at, 'a path');
  if (text === null) return null;
  const [head = '', ...tail] = text.split('.');
  if (NO_VARIABLES.has(head)) return decoding.refuse(at, `a path cannot begin with the word \`${head}\``);
  if ([head, ...tail].every(isName)) return makePath(head, tail);
  return decoding.refuse(at, `${shown(text)} is no path of names joined by dots`);
}

function constant(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const value = object['Const'];
  if (value === null) return { kind: 'null', span: NOWHERE };
  return decodeScalar(value, below(path, 'Const'), decoding);
}

function list(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  return decodeList(member(object, 'ConstList'), below(path, 'ConstList'), { decoding, decodeNode });
}

function math(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const at = below(path, 'MathExpr');
  const inner = decoding.object(member(object, 'MathExpr'), at, 'MathExpr');
  if (inner === null) return null;
  const members = new Set(['Operator', 'Lhs', 'Rhs']);
  const isWhole = decoding.onlyMembers(inner, members, { path: at, of: 'MathExpr' });
  const [left, right] = operands(inner, at, decoding);
  const spelling = member(inner, 'Operator');
  const operator = typeof spelling === 'string' ? findArithmetic(spelling) : undefined;
  if (operator === undefined) return decoding.refuse(at, unknownOperator(spelling));
  return isWhole && left !== null && right !== null ? makeBinary(operator, left, right) : null;
}

function quantifier(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const collection = decodeNode(member(object, 'Lhs'), below(path, 'Lhs'), decoding);
  const body = decodeNode(member(object, 'Condition'), below(path, 'Condition'), decoding);
  const named = decoding.name(member(object, 'ForeachVar'), below(path, 'ForeachVar'), 'ForeachVar');
  if (member(object, 'ForeachOperator') !== 'FOREACH')
    return decoding.refuse(path, unknownOperator(member(object, 'ForeachOperator')));
  const kind = QUANTIFIERS.get(member(object, 'ForeachLogic'));
  if (kind === undefined) return decoding.refuse(path, unknownOperator(member(object, 'ForeachLogic')));
  if (named === null || collection === null || body === null) return null;
  if (NO_VARIABLES.has(named))
    return decoding.refuse(below(path, 'ForeachVar'), `\`${named}\` cannot be a variable`);
  const variableName = makeName(named);
  return { kind: 'quantifier', quantifier: kind, variable: variableName, collection, body, span: NOWHERE };
}

/** Only what is exactly one expression: text from elsewhere must not bring in declarations. */
function raw(object: JsonObject, path: string, decoding: Decoding): Expression | null {
  const at = below(path, '_raw');
  const text = decoding.text(member(object, '_raw'), at, '_raw');
  if (text === null) return null;
  return parseExpression(text) ?? decoding.refuse(at, `${shown(text)} is no expression of the language`);
}

function unknownOperator(spelling: unknown): string {
  return typeof spelling === 'string'
    ? `unknown operator ${shown(spelling)}`
    : `the operator is ${kindOf(spelling)}`;
}

function shape(decode: Decode, ...members: readonly string[]): Shape {
  return { decode, members: new Set(members) };
}
