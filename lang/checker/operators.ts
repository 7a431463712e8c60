/**
 * Types of operators, from the types of their operands. Membership and text operators take anything (they are false for
 * what they cannot compare); everything else reports operands that can never work. A wrong expression is `unknown`.
 */
import type { ArithmeticOperator, BinaryOperator, Expression, LogicalOperator, Unary } from '../ast/nodes.ts';
import { patternProblem } from '../pattern.ts';
import type { Span } from '../span.ts';
import { BOOLEAN, TIMESTAMP, type Type, UNKNOWN } from '../types.ts';
import type { Checking } from './checking.ts';
import { isBareDate, takeAsDate } from './dates.ts';
import { checkEnumText } from './enums.ts';
import {
  arithmetic,
  DIFFERENCE,
  goTogether,
  isDifference,
  isOpen,
  isTemperatureLiteral,
} from './dimensions.ts';
import {
  crossDimension,
  invalidPattern,
  logicalOperand,
  operandType,
  temperatureSum,
  type Typed,
  typeMismatch,
  unorderedType,
} from './errors.ts';

/** An expression with the type that has been found for it. */
export interface Operand {
  readonly expression: Expression;
  readonly type: Type;
}

export interface Operation<Operator extends string> {
  readonly operator: Operator;
  readonly left: Operand;
  readonly right: Operand;
  readonly span: Span;
}

const UNORDERED: ReadonlySet<Type['kind']> = new Set(['boolean', 'list', 'fact', 'record', 'enum']);

export function operationType(operation: Operation<BinaryOperator>, checking: Checking): Type {
  const { operator } = operation;
  switch (operator) {
    case 'and':
    case 'or':
      return logicalType({ ...operation, operator }, checking);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmeticType({ ...operation, operator }, checking);
    case '==':
    case '!=':
      return comparisonType(operation, checking);
    case '>':
    case '>=':
    case '<':
    case '<=':
      return orderType(operation, checking);
    case 'in':
    case 'not in':
    case 'contains':
    case 'not contains':
      checkEnumText(operation.left.type, operation.right.expression, checking.diagnostics);
      return BOOLEAN;
    case 'retains':
    case 'not retains':
    case 'subset_of':
    case 'superset_of':
    case 'vague_contains':
    case 'starts_with':
    case 'ends_with':
      return BOOLEAN;
    case 'matches':
      checkPattern(operation.right, checking);
      return BOOLEAN;
  }
}

export function unaryType(operator: Unary['operator'], operand: Operand, checking: Checking): Type {
  const { type } = operand;
  if (operator === 'not') {
    if (isOpen(type) || type.kind === 'boolean') return BOOLEAN;
    logicalOperand('not', typed(operand), checking.diagnostics);
    return UNKNOWN;
  }
  if (isOpen(type)) return UNKNOWN;
  if (type.kind === 'number' || type.kind === 'decimal') return type;
  operandType('-', typed(operand), checking.diagnostics);
  return UNKNOWN;
}

/** `value between [low, high]`: each bound is compared with the value. */
export function betweenType(value: Operand, bounds: readonly Operand[], checking: Checking): Type {
  const { expression } = value;
  const types = bounds.map((bound) => {
    return orderType({ operator: 'between', left: value, right: bound, span: expression.span }, checking);
  });
  return types.includes(UNKNOWN) ? UNKNOWN : BOOLEAN;
}

/**
 * The types of operands that are compared with each other: beside a difference of temperatures, a literal is one too.
 * It is marked, so that it will be converted by scale only.
 */
export function alike(operands: readonly Operand[], checking: Checking): readonly Type[] {
  if (operands.some(({ type }) => type.kind === 'timestamp'))
    return operands.map((operand) => asInstant(operand, checking));
  if (!operands.some(({ type }) => isDifference(type))) return operands.map(({ type }) => type);
  return operands.map((operand) => asDifference(operand, checking));
}

function logicalType({ operator, left, right }: Operation<LogicalOperator>, checking: Checking): Type {
  const wrong = [left, right].filter(({ type }) => !isOpen(type) && type.kind !== 'boolean');
  for (const operand of wrong) logicalOperand(operator, typed(operand), checking.diagnostics);
  return wrong.length > 0 ? UNKNOWN : BOOLEAN;
}

function orderType(operation: Operation<string>, checking: Checking): Type {
  const { operator, left, right } = operation;
  const unordered = [left, right].find(({ type }) => UNORDERED.has(type.kind));
  if (unordered === undefined) return comparisonType(operation, checking);
  unorderedType(operator, typed(unordered), checking.diagnostics);
  return UNKNOWN;
}

function comparisonType({ operator, left, right, span }: Operation<string>, checking: Checking): Type {
  const [leftType = UNKNOWN, rightType = UNKNOWN] = alike([left, right], checking);
  checkEnumText(left.type, right.expression, checking.diagnostics);
  checkEnumText(right.type, left.expression, checking.diagnostics);
  if (goTogether(leftType, rightType)) return BOOLEAN;
  typeMismatch({ operator, left: leftType, right: rightType, span }, checking.diagnostics);
  return UNKNOWN;
}

/** A literal added to a difference or subtracted from one is a difference; before one it is a temperature. */
function arithmeticType(operation: Operation<ArithmeticOperator>, checking: Checking): Type {
  const { operator, left, right, span } = operation;
  const isShift = (operator === '+' || operator === '-') && isDifference(left.type);
  const rightType = isShift ? asDifference(right, checking) : right.type;
  const result = arithmetic(operator, left.type, rightType);
  if (typeof result === 'object') return result;
  const { diagnostics } = checking;
  const pair = { operator, left: left.type, right: rightType, span };
  if (result === 'temperature-sum') temperatureSum(span, diagnostics);
  else if (result === 'cross-dimension') crossDimension(pair, diagnostics);
  else if (result === 'mismatch') typeMismatch(pair, diagnostics);
  else operandType(operator, typed(result === 'left' ? left : right), diagnostics);
  return UNKNOWN;
}

/** Beside a timestamp a bare date is one too. */
function asInstant({ expression, type }: Operand, checking: Checking): Type {
  if (!isBareDate(expression)) return type;
  takeAsDate(expression, checking);
  checking.tables.types.set(expression, TIMESTAMP);
  return TIMESTAMP;
}

/** A literal pattern is compiled now, so that a mistake in it shows now. */
function checkPattern({ expression }: Operand, { diagnostics }: Checking): void {
  if (expression.kind !== 'string') return;
  const problem = patternProblem(expression.value);
  if (problem !== null) invalidPattern(expression.span, problem, diagnostics);
}

function asDifference({ expression, type }: Operand, checking: Checking): Type {
  if (!isTemperatureLiteral(expression)) return type;
  checking.tables.differences.add(expression);
  checking.tables.types.set(expression, DIFFERENCE);
  return DIFFERENCE;
}

function typed({ expression, type }: Operand): Typed {
  return { type, span: expression.span };
}
