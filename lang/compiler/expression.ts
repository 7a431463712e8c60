/** Expressions to instructions. Each function leaves exactly one value on the stack. */
import type { Aggregate, Binary, Expression, Path, Quantifier } from '../ast/nodes.ts';
import { AGGREGATES, BETWEEN_FLAGS, ITERATOR_FLAGS, type OpcodeName } from '../bytecode/opcodes.ts';
import type { Checked } from '../checker/checked.ts';
import { findUnit, toCanonical, toCanonicalDifference } from '../units.ts';
import type { UnitCode } from './code.ts';
import type { Locals } from './locals.ts';
import type { Pools } from './pools.ts';

/** Everything that writing the code of one unit needs. */
export interface Lowering {
  readonly checked: Checked;
  readonly pools: Pools;
  readonly code: UnitCode;
  readonly locals: Locals;
}

const BINARY: Readonly<Record<Exclude<Binary['operator'], 'and' | 'or'>, OpcodeName>> = {
  '==': 'Equal',
  '!=': 'NotEqual',
  '>': 'Greater',
  '>=': 'GreaterOrEqual',
  '<': 'Less',
  '<=': 'LessOrEqual',
  in: 'In',
  'not in': 'NotIn',
  contains: 'Contains',
  'not contains': 'NotContains',
  retains: 'Retains',
  'not retains': 'NotRetains',
  subset_of: 'SubsetOf',
  superset_of: 'SupersetOf',
  vague_contains: 'VagueContains',
  starts_with: 'StartsWith',
  ends_with: 'EndsWith',
  '+': 'Add',
  '-': 'Subtract',
  '*': 'Multiply',
  '/': 'Divide',
  '%': 'Modulo',
};

const BUILTINS: ReadonlyMap<string, OpcodeName> = new Map([
  ['now', 'LoadNow'],
  ['abs', 'Absolute'],
  ['min', 'Minimum'],
  ['max', 'Maximum'],
  ['round', 'Round'],
  ['floor', 'Floor'],
  ['ceil', 'Ceiling'],
]);

export function lowerExpression(expression: Expression, lowering: Lowering): void {
  const { code, pools } = lowering;
  const { span } = expression;
  switch (expression.kind) {
    case 'number':
      code.emit('LoadNumber', span, { argument: pools.numbers.indexOf(baseValue(expression, lowering)) });
      return;
    case 'timestamp':
      code.emit('LoadNumber', span, { argument: pools.numbers.indexOf(expression.seconds) });
      return;
    case 'string':
      code.emit('LoadString', span, { argument: pools.strings.indexOf(expression.value) });
      return;
    case 'boolean':
      code.emit('LoadBoolean', span, { argument: expression.value ? 1 : 0 });
      return;
    case 'null':
      code.emit('LoadNull', span);
      return;
    case 'path':
      return lowerPath(expression, lowering);
    case 'list':
      for (const element of expression.elements) lowerExpression(element, lowering);
      code.emit('MakeList', span, { argument: expression.elements.length });
      return;
    case 'unary':
      lowerExpression(expression.operand, lowering);
      code.emit(expression.operator === 'not' ? 'Not' : 'Negate', span);
      return;
    case 'binary':
      return lowerBinary(expression, lowering);
    case 'between':
      for (const operand of [expression.value, expression.low, expression.high])
        lowerExpression(operand, lowering);
      code.emit('Between', span, { flags: betweenFlags(expression) });
      return;
    case 'null-test':
      lowerExpression(expression.operand, lowering);
      code.emit(expression.negated ? 'IsNotNull' : 'IsNull', span);
      return;
    case 'call':
      for (const argument of expression.args) lowerExpression(argument, lowering);
      code.emit(BUILTINS.get(expression.callee.text) ?? 'LoadNull', span);
      return;
    case 'quantifier':
      return lowerQuantifier(expression, lowering);
    case 'aggregate':
      return lowerAggregate(expression, lowering);
  }
}

/** Quantities become base units here; a temperature difference is scaled without its offset. */
function baseValue(literal: Expression & { kind: 'number' }, { checked }: Lowering): number {
  const unit = literal.unit === null ? undefined : findUnit(literal.unit);
  if (unit === undefined) return literal.value;
  return checked.differences.has(literal)
    ? toCanonicalDifference(literal.value, unit)
    : toCanonical(literal.value, unit);
}

function lowerPath(path: Path, lowering: Lowering): void {
  const { checked, code, locals, pools } = lowering;
  const resolution = checked.resolutions.get(path);
  switch (resolution?.kind) {
    case 'local':
      code.emit('LoadLocal', path.span, { argument: locals.slotOf(resolution.name) });
      for (const field of resolution.fields) {
        code.emit('LoadField', path.span, { argument: pools.strings.indexOf(field) });
      }
      return;
    case 'const':
      return lowerExpression(resolution.declaration.value, lowering);
    case 'facts':
      code.emit('LoadFacts', path.span, { argument: pools.strings.indexOf(resolution.factType) });
      return;
    case 'now':
      code.emit('LoadNow', path.span);
      return;
    case 'round':
      code.emit('LoadRound', path.span);
      return;
    case 'context':
      code.emit('LoadPath', path.span, { argument: pools.paths.indexOf(resolution.path) });
      return;
    case undefined:
      code.emit('LoadNull', path.span);
      return;
  }
}

function lowerBinary({ operator, left, right, span }: Binary, lowering: Lowering): void {
  const { code } = lowering;
  lowerExpression(left, lowering);
  if (operator !== 'and' && operator !== 'or') {
    lowerExpression(right, lowering);
    code.emit(BINARY[operator], span);
    return;
  }
  const jump = code.emit(operator === 'and' ? 'AndThen' : 'OrElse', span);
  lowerExpression(right, lowering);
  code.emit('Truth', span);
  code.land(jump);
}

function lowerQuantifier(
  { quantifier, variable, collection, body, span }: Quantifier,
  lowering: Lowering,
): void {
  const { code, locals } = lowering;
  lowerExpression(collection, lowering);
  const argument = locals.slotOf(variable.text);
  code.emit('IterOpen', span, { argument, flags: ITERATOR_FLAGS.indexOf(quantifier) });
  const next = code.emit('IterNext', span);
  lowerExpression(body, lowering);
  code.emitBack('IterTest', span, next);
  code.land(next);
  code.emit('IterClose', span);
}

/** Without a value expression the elements themselves are folded. */
function lowerAggregate(aggregate: Aggregate, lowering: Lowering): void {
  const { code, locals } = lowering;
  const { span } = aggregate;
  lowerExpression(aggregate.collection, lowering);
  const argument = locals.slotOf(aggregate.variable.text);
  code.emit('IterOpen', span, { argument, flags: aggregateFlag(aggregate) });
  const next = code.emit('IterNext', span);
  if (aggregate.filter !== null) {
    lowerExpression(aggregate.filter, lowering);
    code.emitBack('IterSkip', span, next);
  }
  if (aggregate.value === null) code.emit('LoadLocal', aggregate.variable.span, { argument });
  else lowerExpression(aggregate.value, lowering);
  code.emitBack('IterFold', span, next);
  code.land(next);
  code.emit('IterClose', span);
}

function aggregateFlag(aggregate: Aggregate): number {
  const name = AGGREGATES.find((known) => known === aggregate.function.text) ?? 'count';
  return ITERATOR_FLAGS.indexOf(name);
}

function betweenFlags({
  lowOpen,
  highOpen,
}: {
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}): number {
  const brackets = `${lowOpen ? '(' : '['}${highOpen ? ')' : ']'}`;
  return BETWEEN_FLAGS.findIndex((flag) => flag === brackets);
}
