/**
 * Bare dates. `2026-01-01` is a subtraction of numbers, as it has always been, except where it is compared with a
 * timestamp: there it is midnight UTC. Anywhere else it is worth a warning, because nobody means 2024 by it.
 */
import type { Expression } from '../ast/nodes.ts';
import { parseDate } from '../instant.ts';
import { textOf } from '../span.ts';
import type { Checking } from './checking.ts';
import { bareDate, impossibleDate } from './errors.ts';

/** `2026-01-01` has ten characters. */
const LENGTH = 10;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

export function isBareDate(expression: Expression): boolean {
  if (expression.kind !== 'binary' || expression.operator !== '-') return false;
  const { start, end } = expression.span;
  return end - start === LENGTH && SHAPE.test(textOf(expression.span));
}

/** It is compared with a timestamp, so it is one. */
export function takeAsDate(expression: Expression, { tables, diagnostics }: Checking): void {
  const seconds = parseDate(textOf(expression.span));
  if (seconds === undefined) impossibleDate(expression.span, diagnostics);
  tables.dates.set(expression, seconds ?? 0);
}

/** Call when everything around an expression has been looked at. */
export function warnArithmetic({ tables, diagnostics }: Checking): void {
  for (const expression of tables.types.keys()) {
    if (isBareDate(expression) && !tables.dates.has(expression)) bareDate(expression.span, diagnostics);
  }
}
