/**
 * Temperatures with a zero of their own. `5 C` is 278.15 as a temperature and 5 as a difference of two, and which of them is meant
 * follows from the types of what stands beside it. Beside a plain path it is a temperature; beside anything computed
 * only the checker could tell, so such an expression stays text.
 */
import type { Expression } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import { findUnit } from '../units.ts';

const COMPUTED: ReadonlySet<Expression['kind']> = new Set(['call', 'aggregate']);

/** A comparison or a computation in which the meaning of a temperature is open. */
export function isTemperatureArithmetic(node: Expression): boolean {
  if (!isComparison(node) && !isArithmetic(node)) return false;
  const parts = valuesWithin(node);
  return parts.some(isShifted) && parts.some((part) => isArithmetic(part) || COMPUTED.has(part.kind));
}

/** The node and the values it is made of; conditions within it decide for themselves. */
function valuesWithin(node: Expression): readonly Expression[] {
  const parts: Expression[] = [node];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined || (part !== node && !isValue(part))) continue;
    for (const child of children(part)) parts.push(child);
  }
  return parts;
}

function isValue(node: Expression): boolean {
  return isArithmetic(node) || COMPUTED.has(node.kind) || node.kind === 'list';
}

function isComparison(node: Expression): boolean {
  return (
    node.kind === 'between' || (node.kind === 'binary' && !isArithmetic(node) && !isLogic(node.operator))
  );
}

function isLogic(operator: string): boolean {
  return operator === 'and' || operator === 'or';
}

function isArithmetic(node: Expression): boolean {
  if (node.kind === 'unary') return node.operator === 'negate';
  return node.kind === 'binary' && '+-*/%'.includes(node.operator);
}

function isShifted(node: Expression): boolean {
  return node.kind === 'number' && node.unit !== null && findUnit(node.unit)?.offset !== 0;
}
