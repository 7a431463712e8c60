/** Mistakes in strategies, flags, tables and governance, one function each. */
import type { Name, VariantName } from '../ast/nodes.ts';
import type { Code } from '../codes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import type { Span } from '../span.ts';
import { nearest } from '../suggest.ts';
import { type Type, typeName } from '../types.ts';
import type { Repetition, Typed } from './errors.ts';

export type NeverReached = 'condition' | 'window' | 'earlier';

const REASONS: Readonly<Record<NeverReached, string>> = {
  condition: 'its condition is always false',
  window: 'its window ends before it begins',
  earlier: 'what stands before it always applies',
};

export function neverReached(span: Span, what: string, reason: NeverReached, diagnostics: Diagnostics): void {
  diagnostics.report('check/never-reached', { span, values: { what, reason: REASONS[reason] } });
}

export function rolloutNamespace(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/rollout-namespace', { span });
}

export function missingElse(strategy: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/missing-else', {
    span: strategy.span,
    values: { name: printable(strategy.text) },
  });
}

export function elseNotLast(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/else-not-last', { span });
}

export function missingArm(strategy: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/missing-arm', {
    span: strategy.span,
    values: { name: printable(strategy.text) },
  });
}

export function duplicateLabel(places: Repetition, diagnostics: Diagnostics): void {
  repetition('check/duplicate-label', places, diagnostics);
}

export function duplicateVariant(
  { first, again }: { readonly first: VariantName; readonly again: VariantName },
  diagnostics: Diagnostics,
): void {
  const labels = [{ span: first.span, text: 'the first one' }];
  const values = { name: printable(again.text) };
  diagnostics.report('check/duplicate-variant', { span: again.span, values, labels });
}

export function unknownVariant(
  variant: VariantName,
  known: readonly string[],
  diagnostics: Diagnostics,
): void {
  const meant = nearest(variant.text, known);
  const help = meant === undefined ? {} : { help: `did you mean "${printable(meant)}"?` };
  diagnostics.report('check/unknown-variant', {
    span: variant.span,
    values: { name: printable(variant.text) },
    ...help,
  });
}

export function variantField(
  field: Name,
  { first, found }: { readonly first: Typed; readonly found: Typed },
  diagnostics: Diagnostics,
): void {
  const values = {
    field: printable(field.text),
    expected: typeName(first.type),
    found: typeName(found.type),
  };
  const labels = [{ span: first.span, text: `\`${values.expected}\` here` }];
  diagnostics.report('check/variant-field', { span: found.span, values, labels });
}

export function splitSum(span: Span, sum: number, diagnostics: Diagnostics): void {
  diagnostics.report('check/split-sum', { span, values: { sum } });
}

export function flagOwner(flag: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/flag-owner', { span: flag.span, values: { name: printable(flag.text) } });
}

export function flagExpires(span: Span, text: string, diagnostics: Diagnostics): void {
  diagnostics.report('check/flag-expires', { span, values: { text: printable(text) } });
}

export function flagExpired(span: Span, text: string, diagnostics: Diagnostics): void {
  diagnostics.report('check/flag-expired', { span, values: { text: printable(text) } });
}

export function emptyTable(table: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/empty-table', { span: table.span, values: { name: printable(table.text) } });
}

export function rowLength(
  span: Span,
  counts: { expected: number; found: number },
  diagnostics: Diagnostics,
): void {
  diagnostics.report('check/row-length', { span, values: counts });
}

export function cellNotConstant(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/cell-constant', { span });
}

export function cellType(column: Name, expected: Type, found: Typed, diagnostics: Diagnostics): void {
  const values = {
    column: printable(column.text),
    expected: typeName(expected),
    found: typeName(found.type),
  };
  diagnostics.report('check/cell-type', { span: found.span, values });
}

export function emptyTag(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/empty-tag', { span });
}

function repetition(code: Code, { first, again }: Repetition, diagnostics: Diagnostics): void {
  const labels = [{ span: first.span, text: 'the first one' }];
  diagnostics.report(code, { span: again.span, values: { name: printable(again.text) }, labels });
}
