/**
 * The value of an expression, by walking the checked tree: the definition that the engine's bytecode has to agree with. Operands
 * are evaluated from left to right, each at most once.
 */
import type {
  Aggregate,
  Call,
  Expression,
  Let,
  Lookup,
  NumberLiteral,
  Param,
  Path,
  Quantifier,
  TableDeclaration,
} from '#lang/ast/nodes.js';
import { findUnit, toCanonical, toCanonicalDifference } from '#lang/units.js';
import { folded, noteStranger, sorted } from './collections.ts';
import { applyBinary, applyBuiltin, isBetween, negate } from './operators.ts';
import type { Unit } from './unit.ts';
import { fieldOf, isList, Money, type ModelRecord, type ModelValue, record } from './value.ts';

export function evaluate(expression: Expression, unit: Unit): ModelValue {
  const value = valueOf(expression, unit);
  locateTrap(expression, unit);
  return value;
}

/** A trap that has no place yet has just happened here. */
function locateTrap({ span }: Expression, { notes, site }: Unit): void {
  if (notes.trap !== null) notes.trapSpan ??= site ?? span;
}

function valueOf(expression: Expression, unit: Unit): ModelValue {
  const date = unit.module.dates.get(expression);
  if (date !== undefined) return date;
  switch (expression.kind) {
    case 'number':
      return baseValue(expression, unit);
    case 'timestamp':
      return expression.seconds;
    case 'decimal':
      return new Money(expression.digits, expression.unit);
    case 'string':
    case 'boolean':
      return expression.value;
    case 'null':
      return null;
    case 'secret':
      unit.notes.missingSecrets += 1;
      return null;
    case 'list':
      return expression.elements.map((element) => evaluate(element, unit));
    case 'path':
      return evaluatePath(expression, unit);
    case 'unary': {
      const operand = evaluate(expression.operand, unit);
      return expression.operator === 'not' ? operand !== true : negate(operand);
    }
    case 'binary':
      return evaluateBinary(expression, unit);
    case 'between': {
      const { value, low, high } = expression;
      return isBetween(expression, [evaluate(value, unit), evaluate(low, unit), evaluate(high, unit)], unit);
    }
    case 'null-test':
      return (evaluate(expression.operand, unit) === null) !== expression.negated;
    case 'call':
      return evaluateCall(expression, unit);
    case 'quantifier':
      return quantify(expression, unit);
    case 'aggregate':
      return aggregate(expression, unit);
    case 'join':
    case 'bind':
      return evaluate(expression.expansion, unit);
    case 'lookup':
      return lookUp(expression, unit);
  }
}

/** Lets in order, each under its name; later ones see earlier ones. */
export function bind(lets: readonly Let[], unit: Unit): void {
  for (const { name, value } of lets) unit.locals.set(name.text, evaluate(value, unit));
}

/** Every param is present; missing data is null. */
export function evaluateParams(params: readonly Param[], unit: Unit): ModelRecord {
  return record(params.map(({ name, value }) => [name.text, evaluate(value, unit)] as const));
}

/** Quantities are numbers in base units; a difference of temperatures has no offset. */
function baseValue(literal: NumberLiteral, { module }: Unit): number {
  const unit = literal.unit === null ? undefined : findUnit(literal.unit);
  if (unit === undefined) return literal.value;
  return module.differences.has(literal)
    ? toCanonicalDifference(literal.value, unit)
    : toCanonical(literal.value, unit);
}

function evaluatePath(path: Path, unit: Unit): ModelValue {
  const resolution = unit.module.resolutions.get(path);
  switch (resolution?.kind) {
    case 'local':
      return resolution.fields.reduce(fieldOf, unit.locals.get(resolution.name) ?? null);
    case 'column':
      return fieldOf(unit.rows[resolution.depth] ?? null, resolution.name);
    case 'const': {
      const module = unit.checked.get(resolution.module) ?? unit.module;
      const site = unit.site ?? path.span;
      return evaluate(resolution.declaration.value, { ...unit, module, site, locals: new Map(), rows: [] });
    }
    case 'context':
      return resolution.path.reduce<ModelValue>(fieldOf, unit.context);
    case 'now':
      return unit.nowSeconds;
    case 'round':
      return unit.round;
    case 'facts':
      return unit.facts(resolution.factType);
    case undefined:
      return null;
  }
}

/** `and` and `or` look at the right side only when the left leaves it open, and are booleans always. */
function evaluateBinary(expression: Expression & { kind: 'binary' }, unit: Unit): ModelValue {
  const { operator, left, right } = expression;
  if (operator === 'and') return evaluate(left, unit) === true && evaluate(right, unit) === true;
  if (operator === 'or') return evaluate(left, unit) === true || evaluate(right, unit) === true;
  return applyBinary(operator, [evaluate(left, unit), evaluate(right, unit)], unit);
}

function evaluateCall({ callee, args }: Call, unit: Unit): ModelValue {
  if (callee.text === 'now') return unit.nowSeconds;
  return applyBuiltin(
    callee.text,
    args.map((argument) => evaluate(argument, unit)),
    unit,
  );
}

/** The witness of a quantifier that is true stays bound; otherwise the variable is what it was. */
function quantify({ quantifier, variable, collection, body }: Quantifier, unit: Unit): boolean {
  const elements = elementsOf(evaluate(collection, unit));
  const before = unit.locals.get(variable.text) ?? null;
  const holds = (element: ModelValue): boolean => {
    unit.locals.set(variable.text, element);
    return evaluate(body, unit) === true;
  };
  const result =
    quantifier === 'any'
      ? elements.some(holds)
      : elements.every((element) => holds(element) === (quantifier === 'all'));
  if (!result) unit.locals.set(variable.text, before);
  return result;
}

function elementsOf(value: ModelValue): readonly ModelValue[] {
  return isList(value) ? value : [];
}

function aggregate(node: Aggregate, unit: Unit): ModelValue {
  const { variable, collection, filter, value } = node;
  const elements = elementsOf(evaluate(collection, unit));
  const before = unit.locals.get(variable.text) ?? null;
  const values: ModelValue[] = [];
  for (const element of elements) {
    unit.locals.set(variable.text, element);
    if (filter !== null && evaluate(filter, unit) !== true) continue;
    const taken = value === null ? element : evaluate(value, unit);
    if (taken === null) continue;
    values.push(taken);
    noteStranger(node.function.text, values, unit);
    locateTrap(node, unit);
  }
  unit.locals.set(variable.text, before);
  return folded(node.function.text, values);
}

/** The first row in the order asked for that satisfies the condition, else the record for want of one, else null. */
function lookUp({ table, where, order, otherwise }: Lookup, unit: Unit): ModelValue {
  const found = unit.module.references.get(table);
  const owner = unit.checked.get(found?.module.path ?? '');
  if (found?.declaration.kind !== 'table' || owner === undefined) return null;
  const rows = rowsOf(found.declaration, { ...unit, module: owner });
  const inOrder = order === null ? rows : sorted(rows, order.column.text, order.descending ? -1 : 1);
  const satisfies = (row: ModelValue): boolean =>
    evaluate(where, { ...unit, rows: [...unit.rows, row] }) === true;
  const row = inOrder.find(satisfies);
  if (row !== undefined) return row;
  if (otherwise === null) return null;
  return record(otherwise.map(({ name, value }) => [name.text, evaluate(value, unit)] as const));
}

function rowsOf({ columns, rows }: TableDeclaration, unit: Unit): readonly ModelValue[] {
  return rows.map(({ cells }) =>
    record(
      columns.map(({ name }, index) => {
        const cell = cells[index];
        return [name.text, cell === undefined ? null : evaluate(cell, unit)] as const;
      }),
    ),
  );
}
