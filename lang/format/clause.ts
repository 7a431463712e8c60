/** What several declarations are made of: blocks, `when`, bodies of actions, params. */
import type { Block, Expression, Let, Param, When } from '../ast/nodes.ts';
import { concat, type Doc } from './document.ts';
import { enclosed } from './enclosed.ts';
import { printExpression } from './expression.ts';
import { FLUSH, HANGING } from './levels.ts';
import { guardCondition, guardBeforeName, guardEnd } from './guards.ts';
import type { Original, Range } from './original.ts';
import type { Part } from './parts.ts';
import { bodyOf, paramParts } from './relational.ts';

/** `{ condition }`; the range begins somewhere before the brace. */
export function conditionBody(original: Original, range: Range, condition: Expression): Doc {
  return bodyOf(original, range, conditionPart(original, condition));
}

export function printWhen(original: Original, { segment, block }: When): Doc {
  const gate = segment === null ? 'when' : `when segment ${segment.text}`;
  return block === null ? gate : concat(gate, ' ', printBlock(original, block));
}

/** `{ let … condition }`: lets always have their own lines, where nothing runs into what follows them. */
function printBlock(original: Original, { lets, condition, span }: Block): Doc {
  const parts = letParts(original, lets);
  if (condition !== null) {
    guardCondition(original, condition, lets.at(-1)?.value ?? null);
    guardLast(original, lets);
    parts.push(conditionPart(original, condition));
  }
  return enclosed(original, { style: 'block', marks: span, parts, isBroken: lets.length > 0 });
}

export interface Body {
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
  readonly set?: readonly Param[] | null;
}

/** `{ let … param: value, … set { … } }`; the range begins somewhere before the brace. */
export function printBody(original: Original, range: Range, { lets, params, set = null }: Body): Doc {
  const marks = { start: original.find('{', range.start), end: range.end };
  const parts = [...letParts(original, lets), ...paramParts(original, params, printExpression)];
  const [last, next] = [lets.at(-1), params[0]];
  if (last !== undefined && next !== undefined) guardBeforeName(original, last.value, next.name.text);
  if (set !== null) {
    guardLast(original, lets);
    const before = params.at(-1)?.span.end ?? last?.span.end ?? marks.start + 1;
    parts.push(setPart(original, { start: before, end: marks.end - 1 }, set));
  }
  return enclosed(original, { style: 'params', marks, parts, isBroken: lets.length > 0 });
}

/** `{ param: value, … }`. */
export function printParams(original: Original, range: Range, params: readonly Param[]): Doc {
  return printBody(original, range, { lets: [], params });
}

function setPart(original: Original, { start, end }: Range, set: readonly Param[]): Part {
  const marks = { start: original.find('{', start), end: original.findLast('}', end) + 1 };
  return { ...marks, isBare: true, print: () => concat('set ', printParams(original, marks, set)) };
}

function letParts(original: Original, lets: readonly Let[]): Part[] {
  return lets.map(({ name, value, span }) => ({
    ...span,
    isBare: true,
    print: () => concat(`let ${name.text} = `, printExpression(original, value, HANGING)),
  }));
}

function guardLast(original: Original, lets: readonly Let[]): void {
  const last = lets.at(-1);
  if (last !== undefined) guardEnd(original, last.value);
}

function conditionPart(original: Original, condition: Expression): Part {
  return { ...condition.span, print: () => printExpression(original, condition, FLUSH) };
}
