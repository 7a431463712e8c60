/**
 * The type of an expression and of everything in it, in order of evaluation. Operators, calls and paths decide from the
 * types of their parts in files of their own; only what binds names is here, because it needs scopes.
 */
import type { Aggregate, DecimalLiteral, Expression, ListLiteral, Lookup, Quantifier } from '../ast/nodes.ts';
import { BOOLEAN, NULL, STRING, TIMESTAMP, type Type, typeName, UNKNOWN } from '../types.ts';
import { findUnit } from '../units.ts';
import { aggregateType, callType } from './calls.ts';
import type { Checking } from './checking.ts';
import { isOpen, typeOfNumber } from './dimensions.ts';
import { boundAgain, conditionType } from './errors.ts';
import { lookupType, tableOf } from './lookup.ts';
import { betweenType, type Operand, operationType, unaryType } from './operators.ts';
import { resolvePath } from './paths.ts';
import type { Scope } from './scope.ts';

export function infer(expression: Expression, scope: Scope, checking: Checking): Type {
  const type = typeOf(expression, scope, checking);
  checking.tables.types.set(expression, type);
  return type;
}

/** An expression that decides something. `owner` is what it belongs to. */
export function inferCondition(condition: Expression, owner: string, { scope, checking }: Place): void {
  const type = infer(condition, scope, checking);
  if (isOpen(type) || type.kind === 'boolean') return;
  conditionType(owner, { type, span: condition.span }, checking.diagnostics);
}

export interface Place {
  readonly scope: Scope;
  readonly checking: Checking;
}

function typeOf(expression: Expression, scope: Scope, checking: Checking): Type {
  const place = { scope, checking };
  switch (expression.kind) {
    case 'number':
      return typeOfNumber(expression);
    case 'decimal':
      return typeOfDecimal(expression);
    case 'string':
    case 'secret':
      return STRING;
    case 'boolean':
      return BOOLEAN;
    case 'null':
      return NULL;
    case 'timestamp':
      return TIMESTAMP;
    case 'list':
      return inferList(expression, place);
    case 'path':
      return resolvePath(expression, scope, checking);
    case 'unary': {
      const { operator, operand } = expression;
      return unaryType(operator, operandOf(operand, place), checking);
    }
    case 'binary': {
      const { operator, span } = expression;
      const left = operandOf(expression.left, place);
      const right = operandOf(expression.right, place);
      return operationType({ operator, left, right, span }, checking);
    }
    case 'between': {
      const value = operandOf(expression.value, place);
      const bounds = [expression.low, expression.high].map((bound) => operandOf(bound, place));
      return betweenType(value, bounds, checking);
    }
    case 'null-test':
      infer(expression.operand, scope, checking);
      return BOOLEAN;
    case 'quantifier':
      return inferQuantifier(expression, place);
    case 'aggregate':
      return inferAggregate(expression, place);
    case 'call':
      return callType(
        expression,
        expression.args.map((argument) => operandOf(argument, place)),
        checking,
      );
    case 'join':
    case 'bind':
      boundAgain(
        expression.bindings.map(({ variable }) => variable),
        checking.diagnostics,
      );
      return infer(expression.expansion, scope, checking);
    case 'lookup':
      return inferLookup(expression, place);
  }
}

function typeOfDecimal({ unit }: DecimalLiteral): Type {
  return { kind: 'decimal', dimension: findUnit(unit)?.dimension ?? null, unit };
}

function inferList({ elements }: ListLiteral, { scope, checking }: Place): Type {
  return { kind: 'list', element: common(elements.map((element) => infer(element, scope, checking))) };
}

/** The variable stays bound after a quantifier; see `Scope.release`. */
function inferQuantifier({ quantifier, variable, collection, body }: Quantifier, place: Place): Type {
  const { scope, checking } = place;
  const element = elementOf(infer(collection, scope, checking));
  const outer = scope.find(variable.text);
  scope.bind(variable.text, element);
  inferCondition(body, `\`${quantifier}\``, place);
  scope.bind(variable.text, element);
  scope.release(variable.text, outer);
  return BOOLEAN;
}

function inferAggregate(aggregate: Aggregate, { scope, checking }: Place): Type {
  const element = elementOf(infer(aggregate.collection, scope, checking));
  const inner = scope.inner();
  inner.bind(aggregate.variable.text, element);
  if (aggregate.filter !== null) inferCondition(aggregate.filter, '`where`', { scope: inner, checking });
  const value = aggregate.value === null ? element : infer(aggregate.value, inner, checking);
  return aggregateType(aggregate, value, checking);
}

function inferLookup(lookup: Lookup, { scope, checking }: Place): Type {
  const columns = tableOf(lookup, checking);
  const inside = scope.withColumns(columns ?? 'any');
  inferCondition(lookup.where, '`lookup`', { scope: inside, checking });
  for (const { value } of lookup.otherwise ?? []) infer(value, scope, checking);
  return lookupType(lookup, columns, checking);
}

function operandOf(expression: Expression, { scope, checking }: Place): Operand {
  return { expression, type: infer(expression, scope, checking) };
}

function elementOf(type: Type): Type {
  return type.kind === 'list' ? type.element : UNKNOWN;
}

/** The type that all elements of a list have. */
function common(types: readonly Type[]): Type {
  const [first = UNKNOWN, ...others] = types;
  return others.every((other) => typeName(other) === typeName(first)) ? first : UNKNOWN;
}
