/** How tightly expressions bind, and how tightly each side of an operator must: what decides on parentheses. */
import type { BinaryOperator, Expression } from '../ast/nodes.ts';
import { PRECEDENCE, precedenceOf } from '../parser/operators.ts';

/** Anything may stand here; `closed` is all but what goes on as far as it can (`lookup`, `bind`). */
export const LEVEL = { whole: 0, closed: 1, condition: PRECEDENCE.not, value: 7, enclosed: 9 } as const;

/** Where an expression stands. */
export interface Place {
  /** What binds less tightly gets parentheses. */
  readonly minimum: number;
  /** Whether further lines are indented. */
  readonly isHanging: boolean;
}

/** Behind a name, as in `key: value`. */
export const HANGING: Place = { minimum: LEVEL.whole, isHanging: true };
/** On lines of its own. */
export const FLUSH: Place = { minimum: LEVEL.whole, isHanging: false };
/** Before something that an open end would swallow. */
export const CLOSED: Place = { minimum: LEVEL.closed, isHanging: true };

export function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case 'lookup':
    case 'bind':
      return LEVEL.whole;
    case 'binary':
      return precedenceOf(expression.operator);
    case 'between':
    case 'null-test':
      return PRECEDENCE.comparison;
    case 'unary':
      return expression.operator === 'not' ? LEVEL.condition : LEVEL.value;
    case 'quantifier':
    case 'join':
      return LEVEL.condition;
    case 'number':
    case 'decimal':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
    case 'secret':
    case 'list':
    case 'path':
    case 'aggregate':
    case 'call':
      return LEVEL.value;
  }
}

export interface Sides {
  readonly left: number;
  readonly right: number;
}

/** Operators group from the left; comparisons do not chain at all. */
export function sidesOf(operator: BinaryOperator): Sides {
  const precedence = precedenceOf(operator);
  const right = precedence + 1;
  return { left: precedence === PRECEDENCE.comparison ? right : precedence, right };
}

/** The left operand that stands without parentheses, if the expression begins with one. */
export function bareLeft(node: Expression): Expression | undefined {
  if (node.kind === 'binary') return bare(node.left, sidesOf(node.operator).left);
  if (node.kind === 'between') return bare(node.value, PRECEDENCE.additive);
  return node.kind === 'null-test' ? bare(node.operand, PRECEDENCE.additive) : undefined;
}

/** The last operand that stands without parentheses, if the expression ends with one. */
export function bareRight(node: Expression): Expression | undefined {
  if (node.kind === 'binary') return bare(node.right, sidesOf(node.operator).right);
  if (node.kind === 'unary' && node.operator === 'not') return bare(node.operand, LEVEL.condition);
  const isOpen = node.kind === 'lookup' && node.order === null && node.otherwise === null;
  return isOpen ? bare(node.where, LEVEL.closed) : undefined;
}

function bare(operand: Expression, level: number): Expression | undefined {
  return levelOf(operand) >= level ? operand : undefined;
}
