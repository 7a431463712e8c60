/** A condition by its leaves, in the order of the source: what each came to and which values it looked at. */
import type { Leaf } from '#engine';
import { children } from '#lang/ast/visit.js';
import type { Expression, Path } from '#lang/ast/nodes.js';
import type { Span } from '#lang/span.js';
import { evaluate } from './evaluate.ts';
import { excerpt } from './excerpt.ts';
import { shown } from './shown.ts';
import type { Unit } from './unit.ts';
import type { ModelValue } from './value.ts';

export interface ModelCondition {
  readonly held: boolean;
  readonly leaves: readonly Leaf[];
}

/** Of a const: what it binds is its own. */
const NONE = new Map<string, ModelValue>();

type Place = (span: Span) => Leaf['span'];

export function evaluateByLeaf(expression: Expression, unit: Unit, place: Place): ModelCondition {
  const found = new Map<Expression, Leaf>();
  const held = decide(expression, (leaf) => {
    const { start, end } = place(leaf.span);
    const result = unit.forced.get(`leaf ${start}:${end}`) ?? evaluate(leaf, unit) === true;
    const seen = Object.fromEntries(reads(leaf, unit).map(([name, value]) => [name, shown(value)]));
    found.set(leaf, { check: excerpt(leaf.span), result, seen, span: place(leaf.span) });
    return result;
  });
  const unreached = ({ span }: Expression): Leaf => ({
    check: excerpt(span),
    result: null,
    seen: {},
    span: place(span),
  });
  return { held, leaves: leavesOf(expression).map((leaf) => found.get(leaf) ?? unreached(leaf)) };
}

function decide(expression: Expression, ask: (leaf: Expression) => boolean): boolean {
  if (expression.kind === 'unary' && expression.operator === 'not') return !decide(expression.operand, ask);
  if (expression.kind !== 'binary') return ask(expression);
  const { operator, left, right } = expression;
  if (operator === 'and') return decide(left, ask) && decide(right, ask);
  if (operator === 'or') return decide(left, ask) || decide(right, ask);
  return ask(expression);
}

function leavesOf(expression: Expression): readonly Expression[] {
  const isNot = expression.kind === 'unary' && expression.operator === 'not';
  const isJoint =
    expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or');
  return isNot || isJoint ? children(expression).flatMap(leavesOf) : [expression];
}

type Reading = readonly [name: string, value: ModelValue];

/** What is inside of a loop is looked at many times, and is not told. */
function reads(expression: Expression, unit: Unit): readonly Reading[] {
  const { kind } = expression;
  if (kind === 'quantifier' || kind === 'aggregate') return reads(expression.collection, unit);
  if (kind === 'lookup' || unit.module.dates.has(expression)) return [];
  if (kind === 'call' && expression.callee.text === 'now') return [['now()', unit.nowSeconds]];
  if (kind === 'path') return readsOf(expression, unit);
  return children(expression).flatMap((child) => reads(child, unit));
}

function readsOf(path: Path, unit: Unit): readonly Reading[] {
  const resolution = unit.module.resolutions.get(path);
  if (resolution?.kind === 'context') return [[resolution.path.join('.'), evaluate(path, unit)]];
  if (resolution?.kind === 'now') return [['now()', unit.nowSeconds]];
  if (resolution?.kind === 'local' && unit.locals !== NONE)
    return [[excerpt(path.span), evaluate(path, unit)]];
  if (resolution?.kind !== 'const') return [];
  const module = unit.checked.get(resolution.module) ?? unit.module;
  return reads(resolution.declaration.value, { ...unit, module, locals: NONE, rows: [] });
}
