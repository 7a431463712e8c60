/** Literals, printed as they were written; a quantity gets one blank before its unit, a sign none behind it. */
import type { DecimalLiteral, Expression, NumberLiteral, Secret } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import type { Original, Range } from './original.ts';

export function numberText(original: Original, { span }: { readonly span: Span }): string {
  return original
    .code(span)
    .replace(/^-\s*/, '-')
    .replace(/[ \t]+/, ' ');
}

export function isNumber(expression: Expression): expression is NumberLiteral | DecimalLiteral {
  return expression.kind === 'number' || expression.kind === 'decimal';
}

export function secretText(original: Original, { span }: Secret): string {
  return `secret(${stringIn(original, span)})`;
}

/** The string in a range that holds just one. */
export function stringIn(original: Original, { start, end }: Range): string {
  const open = original.find('"', start);
  const close = original.findLast('"', end);
  return original.slice({ start: open, end: close + 1 });
}

/** A date is read as a subtraction; with blanks in it, it would be no date any more. */
export function isDate(original: Original, expression: Expression): boolean {
  return (
    expression.kind === 'binary' &&
    expression.operator === '-' &&
    /^\d{4}-\d{2}-\d{2}$/.test(original.text(expression.span))
  );
}
