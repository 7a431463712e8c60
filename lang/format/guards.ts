/**
 * Parentheses that precedence does not ask for, without which the text would be read otherwise: where nothing but the
 * words tell where an expression ends (`let`, `const`, rows, handlers), and where a number could take a word for its
 * unit. `docs/language/formatting.md` lists the cases.
 */
import type { Binary, Expression } from '../ast/nodes.ts';
import { CONTINUATIONS } from '../lexer/number.ts';
import { KEYWORDS } from '../parser/keywords.ts';
import { isOperatorText } from '../parser/operators.ts';
import { findUnit } from '../units.ts';
import { bareLeft, bareRight } from './levels.ts';
import { isDate, isNumber } from './literal.ts';
import type { Original } from './original.ts';

/** Units that are operators too, if an operand follows. */
const OPERATOR_UNITS: ReadonlySet<string> = new Set(['in', '%']);
const LOOKUP_CLAUSES: ReadonlySet<string> = new Set(['order', 'else', 'asc', 'desc']);

/** Before something that could be an operand: `const A = (5 in)`. */
export function guardEnd(original: Original, expression: Expression): void {
  const last = lastNumber(original, expression);
  if (OPERATOR_UNITS.has(last?.unit ?? '')) original.guarded.add(last?.node ?? expression);
}

/** Before the kind of a handler, on the same line: `where x > (5) m target`. */
export function guardBefore(original: Original, expression: Expression, word: string): void {
  guardEnd(original, expression);
  const last = lastNumber(original, expression);
  if (last?.unit === null && findUnit(word) !== undefined) original.guarded.add(last.node);
}

/** A condition, behind the value of a `let` if there is one, which goes on as far as it can. */
export function guardCondition(original: Original, condition: Expression, value: Expression | null): void {
  const [first, second] = openingOf(original, condition);
  const isOperator = first === '-' || isOperatorText(first, false);
  const isNegatedTest = first === 'not' && isOperatorText(second, true);
  const isClause = value?.kind === 'lookup' && LOOKUP_CLAUSES.has(first);
  const isSwallowed = value !== null && (isOperator || isNegatedTest || isClause);
  const isTakenForBind = first === 'bind' && condition.kind !== 'bind';
  if (isSwallowed || isTakenForBind) original.guarded.add(condition);
}

/** A lookup of a `let` before a param whose name is that of a clause of lookups. */
export function guardBeforeName(original: Original, value: Expression, name: string): void {
  if (value.kind === 'lookup' && LOOKUP_CLAUSES.has(name)) original.guarded.add(value);
}

/** `5 in (where)`: after a number the operator could be read as its unit. */
export function guardOperand(original: Original, { operator, left, right }: Binary): void {
  if (!OPERATOR_UNITS.has(operator)) return;
  if (lastNumber(original, left)?.unit !== null) return;
  const [first] = openingOf(original, right);
  if (CONTINUATIONS.has(first) || (operator === 'in' && first === '-')) original.guarded.add(right);
}

/** `f((x in L))`: without the inner parentheses it is an aggregate. */
export function guardIteration(original: Original, first: Expression | null | undefined): void {
  if (first != null && (beginsWithIn(first) || openingOf(original, first)[1] === 'in'))
    original.guarded.add(first);
}

/** A name at the start of a line with another behind it, as in `rule for rule in rules`, looks like a declaration. */
export function isKeyword(expression: Expression): boolean {
  return (
    expression.kind === 'path' &&
    expression.segments.length === 1 &&
    KEYWORDS.has(expression.segments[0].text)
  );
}

function beginsWithIn(expression: Expression): boolean {
  const left = bareLeft(expression);
  if (left === undefined) return false;
  const isIn = expression.kind === 'binary' && expression.operator === 'in';
  return isIn ? isWord(left) : beginsWithIn(left);
}

function isWord(expression: Expression): boolean {
  if (expression.kind === 'path') return expression.segments.length === 1;
  return expression.kind === 'boolean' || expression.kind === 'null';
}

/** The number that the text ends with, if it does; a date, which is printed whole, ends with one without a unit. */
function lastNumber(
  original: Original,
  node: Expression,
): { readonly node: Expression; readonly unit: string | null } | undefined {
  if (isDate(original, node)) return { node, unit: null };
  if (node.kind === 'number') return { node, unit: node.unit };
  const right = bareRight(node);
  return right === undefined ? undefined : lastNumber(original, right);
}

/** The first word or mark of the text and the one behind it, as far as they matter. */
function openingOf(original: Original, expression: Expression): readonly [first: string, second: string] {
  if (original.guarded.has(expression)) return ['(', ''];
  const left = bareLeft(expression);
  if (left !== undefined) return openingOf(original, left);
  if (expression.kind === 'path') return [expression.segments[0].text, ''];
  if (expression.kind === 'call') return [expression.callee.text, ''];
  if (expression.kind === 'aggregate') return [expression.function.text, ''];
  if (isNumber(expression)) return [original.text(expression.span).charAt(0), ''];
  if (expression.kind === 'unary') {
    if (expression.operator === 'negate') return ['-', ''];
    return ['not', openingOf(original, expression.operand)[0]];
  }
  return [isOperation(expression) ? '(' : expression.kind, secondWord(expression)];
}

/** What is behind the word that begins a quantifier, `join` or `lookup`. */
function secondWord(expression: Expression): string {
  if (expression.kind === 'quantifier') return expression.variable.text;
  if (expression.kind === 'join') return expression.bindings[0]?.variable.text ?? '';
  return expression.kind === 'lookup' ? (expression.table.text.split('.')[0] ?? '') : '';
}

/** Its left operand is in parentheses, or it would have been looked at before. */
function isOperation({ kind }: Expression): boolean {
  return kind === 'binary' || kind === 'between' || kind === 'null-test';
}
