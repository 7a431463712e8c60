/** Whether an expression is a constant: what a table may hold, and what makes a condition always the same. */
import type { Expression } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import type { Tables } from './checked.ts';

/** Made of literals and of consts that are: nothing that is read or bound. */
export function isConstant(expression: Expression, tables: Tables): boolean {
  switch (expression.kind) {
    case 'path': {
      const resolution = tables.resolutions.get(expression);
      return resolution?.kind === 'const';
    }
    case 'number':
    case 'decimal':
    case 'string':
    case 'boolean':
    case 'null':
    case 'timestamp':
      return true;
    case 'list':
    case 'unary':
      return children(expression).every((child) => isConstant(child, tables));
    case 'binary':
      return tables.dates.has(expression);
    case 'secret':
    case 'between':
    case 'null-test':
    case 'quantifier':
    case 'aggregate':
    case 'call':
    case 'join':
    case 'bind':
    case 'lookup':
      return false;
  }
}

/** A condition that is written as `false`; what only computes to it is the compiler's to find. */
export function isNever(condition: Expression | null): boolean {
  return condition?.kind === 'boolean' && !condition.value;
}

/** Absent, or written as `true`. */
export function isAlways(condition: Expression | null): boolean {
  return condition === null || (condition.kind === 'boolean' && condition.value);
}
