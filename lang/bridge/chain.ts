/**
 * Many conditions as one expression: `a and b and c`. The parser refuses trees above a height, which a chain of thousands
 * would be, so long ones are grouped; `and` and `or` are associative, so the meaning stays.
 */
import type { Expression, LogicalOperator } from '../ast/nodes.ts';
import { makeBinary } from './make.ts';

const CHAIN_MAX = 200;

/** At least one operand. */
export function chain(operator: LogicalOperator, operands: readonly Expression[]): Expression {
  if (operands.length <= CHAIN_MAX)
    return operands.reduce((left, right) => makeBinary(operator, left, right));
  const groups: Expression[] = [];
  for (let from = 0; from < operands.length; from += CHAIN_MAX)
    groups.push(chain(operator, operands.slice(from, from + CHAIN_MAX)));
  return chain(operator, groups);
}

/** The operands of a chain, which leans to the left: `a and b and (c and d)` has three. */
export function unchain(operator: LogicalOperator, expression: Expression): readonly Expression[] {
  const operands: Expression[] = [];
  let rest = expression;
  while (rest.kind === 'binary' && rest.operator === operator) {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...operands.reverse()];
}
