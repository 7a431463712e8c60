/**
 * Constant folding: what an expression is worth when nothing in it depends on the data. It computes only what has no
 * choice: numbers, comparisons of numbers and of texts, logic, lists of constants. Whatever could leave a note in the trace (a
 * division by zero), overflow or involve decimals is left to run time, where it is defined.
 */
import type { BinaryOperator, Expression, NumberLiteral } from '../ast/nodes.ts';
import type { Constant } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { findUnit, toCanonical, toCanonicalDifference } from '../units.ts';
import type { Lowering } from './lowering.ts';

type Folding = Pick<Lowering, 'assembly' | 'module'>;

const FALSE: Constant = { kind: 'boolean', value: false };
const TRUE: Constant = { kind: 'boolean', value: true };

/** `undefined` where it is not a constant. */
export function fold(expression: Expression, folding: Folding): Constant | undefined {
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: baseValue(expression, folding.module) };
    case 'timestamp':
      return { kind: 'number', value: expression.seconds };
    case 'decimal':
      return { kind: 'decimal', digits: expression.digits, unit: expression.unit };
    case 'string':
      return { kind: 'string', value: expression.value };
    case 'boolean':
      return expression.value ? TRUE : FALSE;
    case 'null':
      return { kind: 'null' };
    case 'list': {
      const elements = expression.elements.map((element) => fold(element, folding));
      return elements.every((element) => element !== undefined) ? { kind: 'list', elements } : undefined;
    }
    case 'path':
      return foldPath(expression, folding);
    case 'unary':
      return foldUnary(expression.operator, fold(expression.operand, folding));
    case 'binary':
      return foldBinary(expression, folding);
    case 'secret':
    case 'between':
    case 'null-test':
    case 'quantifier':
    case 'aggregate':
    case 'call':
    case 'join':
    case 'bind':
    case 'lookup':
      return undefined;
  }
}

/** Quantities become base units here; a temperature difference is scaled without its offset. */
function baseValue(literal: NumberLiteral, { differences }: CheckedModule): number {
  const unit = literal.unit === null ? undefined : findUnit(literal.unit);
  if (unit === undefined) return literal.value;
  return differences.has(literal)
    ? toCanonicalDifference(literal.value, unit)
    : toCanonical(literal.value, unit);
}

function foldPath(path: Expression & { kind: 'path' }, { assembly, module }: Folding): Constant | undefined {
  const resolution = module.resolutions.get(path);
  if (resolution?.kind !== 'const') return undefined;
  const owner = assembly.checked.get(resolution.module);
  return owner === undefined ? undefined : fold(resolution.declaration.value, { assembly, module: owner });
}

function foldUnary(operator: 'not' | 'negate', operand: Constant | undefined): Constant | undefined {
  if (operand === undefined) return undefined;
  if (operator === 'not') return boolean(!isTrue(operand));
  return operand.kind === 'number' ? { kind: 'number', value: -operand.value } : undefined;
}

function foldBinary(expression: Expression & { kind: 'binary' }, folding: Folding): Constant | undefined {
  const date = folding.module.dates.get(expression);
  if (date !== undefined) return { kind: 'number', value: date };
  const { operator } = expression;
  const left = fold(expression.left, folding);
  const right = fold(expression.right, folding);
  if (left === undefined || right === undefined) return undefined;
  if (operator === 'and') return boolean(isTrue(left) && isTrue(right));
  if (operator === 'or') return boolean(isTrue(left) || isTrue(right));
  if (left.kind === 'number' && right.kind === 'number')
    return OF_NUMBERS.get(operator)?.(left.value, right.value);
  if (left.kind === 'string' && right.kind === 'string') return ofTexts(operator, left.value, right.value);
  return undefined;
}

type OfNumbers = (left: number, right: number) => Constant | undefined;

const OF_NUMBERS: ReadonlyMap<BinaryOperator, OfNumbers> = new Map<BinaryOperator, OfNumbers>([
  ['==', (left, right) => boolean(left === right)],
  ['!=', (left, right) => boolean(left !== right)],
  ['>', (left, right) => boolean(left > right)],
  ['>=', (left, right) => boolean(left >= right)],
  ['<', (left, right) => boolean(left < right)],
  ['<=', (left, right) => boolean(left <= right)],
  ['+', (left, right) => finite(left + right)],
  ['-', (left, right) => finite(left - right)],
  ['*', (left, right) => finite(left * right)],
  ['/', (left, right) => (right === 0 ? undefined : finite(left / right))],
  ['%', (left, right) => (right === 0 ? undefined : finite(left % right))],
]);

function ofTexts(operator: BinaryOperator, left: string, right: string): Constant | undefined {
  if (operator === '==') return boolean(left === right);
  if (operator === '!=') return boolean(left !== right);
  return operator === '+' ? { kind: 'string', value: left + right } : undefined;
}

function finite(value: number): Constant | undefined {
  return Number.isFinite(value) ? { kind: 'number', value } : undefined;
}

function isTrue(constant: Constant): boolean {
  return constant.kind === 'boolean' && constant.value;
}

function boolean(value: boolean): Constant {
  return value ? TRUE : FALSE;
}
