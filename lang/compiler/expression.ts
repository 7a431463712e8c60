/** Expressions to instructions. Each function leaves exactly one value on the stack. */
import type { Aggregate, Binary, Expression, Lookup, Path, Quantifier } from '../ast/nodes.ts';
import { AGGREGATES, BETWEEN_FLAGS, ITERATOR_FLAGS, type OpcodeName } from '../bytecode/opcodes.ts';
import type { Constant } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import type { Span } from '../span.ts';
import { fold } from './fold.ts';
import { type Assembly, type Lowering, programName } from './lowering.ts';

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
  matches: 'Matches',
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
  const constant = constantOf(expression, lowering);
  if (constant !== undefined) return emitConstant(constant, spanOf(expression, lowering), lowering);
  const { code, assembly } = lowering;
  const span = spanOf(expression, lowering);
  switch (expression.kind) {
    case 'secret':
      code.emit('LoadSecret', span, { argument: assembly.pools.strings.indexOf(expression.reference) });
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
    case 'join':
    case 'bind':
      return lowerExpression(expression.expansion, lowering);
    case 'lookup':
      return lowerLookup(expression, lowering);
    case 'number':
    case 'decimal':
    case 'timestamp':
    case 'string':
    case 'boolean':
    case 'null':
      throw new TypeError(`a ${expression.kind} is a constant`);
  }
}

const LITERALS: ReadonlySet<Expression['kind']> = new Set([
  'number',
  'decimal',
  'timestamp',
  'string',
  'boolean',
  'null',
]);

/** Without folding only literals and dates are constants. Connectives stay what they are, because traces show their parts. */
function constantOf(expression: Expression, lowering: Lowering): Constant | undefined {
  if (isConnective(expression)) return undefined;
  const isNeeded = LITERALS.has(expression.kind) || lowering.module.dates.has(expression);
  return isNeeded || lowering.assembly.folds ? fold(expression, lowering) : undefined;
}

function isConnective(expression: Expression): boolean {
  if (expression.kind === 'unary') return expression.operator === 'not';
  return expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or');
}

function emitConstant(constant: Constant, span: Span, { code, assembly: { pools } }: Lowering): void {
  switch (constant.kind) {
    case 'null':
      code.emit('LoadNull', span);
      return;
    case 'boolean':
      code.emit('LoadBoolean', span, { argument: constant.value ? 1 : 0 });
      return;
    case 'number':
      code.emit('LoadNumber', span, { argument: pools.numbers.indexOf(constant.value) });
      return;
    case 'string':
      code.emit('LoadString', span, { argument: pools.strings.indexOf(constant.value) });
      return;
    case 'decimal':
    case 'list':
      code.emit('LoadConstant', span, { argument: pools.constants.indexOf(constant) });
      return;
  }
}

/** The code of a const belongs to the place where it is put in. */
function spanOf(expression: Expression, { site }: Lowering): Span {
  return site ?? expression.span;
}

function lowerPath(path: Path, lowering: Lowering): void {
  const { module, code, locals, assembly } = lowering;
  const { pools } = assembly;
  const span = spanOf(path, lowering);
  const resolution = module.resolutions.get(path);
  switch (resolution?.kind) {
    case 'local':
      code.emit('LoadLocal', span, { argument: locals.slotOf(resolution.name) });
      for (const field of resolution.fields)
        code.emit('LoadField', span, { argument: pools.strings.indexOf(field) });
      return;
    case 'column':
      code.emit('LoadLocal', span, { argument: rowSlot(resolution.depth, lowering) });
      code.emit('LoadField', span, { argument: pools.strings.indexOf(resolution.name) });
      return;
    case 'const': {
      const owner = assembly.checked.get(resolution.module) ?? module;
      const rowBase = lowering.rowBase + lowering.lookups;
      const inside = {
        ...lowering,
        module: owner,
        site: span,
        locals: locals.inside(),
        rowBase,
        lookups: 0,
      };
      return lowerExpression(resolution.declaration.value, inside);
    }
    case 'facts':
      code.emit('LoadFacts', span, { argument: pools.strings.indexOf(resolution.factType) });
      return;
    case 'now':
      code.emit('LoadNow', span);
      return;
    case 'round':
      code.emit('LoadRound', span);
      return;
    case 'context':
      code.emit('LoadPath', span, { argument: pools.paths.indexOf(resolution.path) });
      return;
    case undefined:
      code.emit('LoadNull', span);
      return;
  }
}

function lowerBinary(binary: Binary, lowering: Lowering): void {
  const { operator, left, right } = binary;
  const { code, assembly } = lowering;
  const span = spanOf(binary, lowering);
  lowerExpression(left, lowering);
  if (operator === 'matches' && right.kind === 'string') {
    code.emit('MatchesPattern', span, { argument: assembly.pools.strings.indexOf(right.value) });
    return;
  }
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

function lowerQuantifier(quantified: Quantifier, lowering: Lowering): void {
  const { quantifier, variable, collection, body } = quantified;
  const { code, locals } = lowering;
  const span = spanOf(quantified, lowering);
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
  const span = spanOf(aggregate, lowering);
  lowerExpression(aggregate.collection, lowering);
  const argument = locals.slotOf(aggregate.variable.text);
  code.emit('IterOpen', span, { argument, flags: aggregateFlag(aggregate) });
  const next = code.emit('IterNext', span);
  if (aggregate.filter !== null) {
    lowerExpression(aggregate.filter, lowering);
    code.emitBack('IterSkip', span, next);
  }
  if (aggregate.value === null) code.emit('LoadLocal', span, { argument });
  else lowerExpression(aggregate.value, lowering);
  code.emitBack('IterFold', span, next);
  code.land(next);
  code.emit('IterClose', span);
}

/** The row that a lookup is at; lookups may be nested, and no name of the language begins with a blank. */
function rowSlot(depth: number, { locals, rowBase }: Lowering): number {
  return locals.slotOf(` row ${rowBase + depth}`);
}

/** The first row that satisfies the condition, as the witness of an `any`; else the row for want of one, or null. */
function lowerLookup(lookup: Lookup, lowering: Lowering): void {
  const { code, assembly, module, lookups } = lowering;
  const span = spanOf(lookup, lowering);
  const slot = rowSlot(lookups, lowering);
  code.emit('LoadNull', span);
  code.emit('StoreLocal', span, { argument: slot });
  code.emit('LoadTable', span, { argument: viewOf(lookup, assembly, module) });
  code.emit('IterOpen', span, { argument: slot, flags: ITERATOR_FLAGS.indexOf('any') });
  const next = code.emit('IterNext', span);
  lowerExpression(lookup.where, { ...lowering, lookups: lookups + 1 });
  code.emitBack('IterTest', span, next);
  code.land(next);
  code.emit('IterClose', span);
  code.emit('Pop', span);
  code.emit('LoadLocal', span, { argument: slot });
  if (lookup.otherwise !== null) {
    const found = code.emit('Coalesce', span);
    for (const { name, value } of lookup.otherwise) {
      code.emit('LoadString', span, { argument: assembly.pools.strings.indexOf(name.text) });
      lowerExpression(value, lowering);
    }
    code.emit('MakeRecord', span, { argument: 2 * lookup.otherwise.length });
    code.land(found);
  }
}

function viewOf({ table, order }: Lookup, { pools, tables }: Assembly, module: CheckedModule): number {
  const name = programName(table, module);
  const index = tables.findIndex((known) => known.name === name);
  const column = order === null ? -1 : (tables[index]?.columns.indexOf(order.column.text) ?? -1);
  return pools.views.indexOf({ table: index, column, descending: order?.descending ?? false });
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
