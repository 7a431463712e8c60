/** Every mistake that the check of a test file finds, one function each; the sentences are in the catalogue. */
import type { Name } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import type { Span } from '../span.ts';
import { nearest } from '../suggest.ts';
import { type Type, typeName } from '../types.ts';

export interface Unknown {
  readonly name: string;
  readonly span: Span;
  readonly known: Iterable<string>;
}

export function unknownName(kind: string, unknown: Unknown, diagnostics: Diagnostics): void {
  const values = { kind, name: printable(unknown.name) };
  diagnostics.report('test/unknown-name', { span: unknown.span, values, ...meant(unknown) });
}

export function unknownChoice(owner: string, unknown: Unknown, diagnostics: Diagnostics): void {
  const values = { owner: printable(owner), name: printable(unknown.name) };
  diagnostics.report('test/unknown-choice', { span: unknown.span, values, ...meant(unknown) });
}

export function unknownField(owner: string, unknown: Unknown, diagnostics: Diagnostics): void {
  const values = { owner: printable(owner), field: printable(unknown.name) };
  diagnostics.report('test/unknown-field', { span: unknown.span, values, ...meant(unknown) });
}

export function unknownPath(unknown: Unknown, diagnostics: Diagnostics): void {
  const values = { path: printable(unknown.name) };
  diagnostics.report('test/unknown-path', { span: unknown.span, values, ...meant(unknown) });
}

export function wrongType(
  field: Name,
  { expected, found, span }: { readonly expected: Type; readonly found: Type; readonly span: Span },
  diagnostics: Diagnostics,
): void {
  const values = {
    field: printable(field.text),
    expected: printable(typeName(expected)),
    found: printable(typeName(found)),
  };
  diagnostics.report('test/wrong-type', { span, values });
}

/** `what` stands where only `where` may hold it. */
export function misplaced(
  { what, where, span }: { readonly what: string; readonly where: string; readonly span: Span },
  diagnostics: Diagnostics,
): void {
  diagnostics.report('test/misplaced', { span, values: { what, where } });
}

export function missingKey(type: Name, diagnostics: Diagnostics): void {
  diagnostics.report('test/missing-key', { span: type.span, values: { type: printable(type.text) } });
}

export function timeBackwards(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('test/time-backwards', { span });
}

export function noExpectation(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('test/no-expectation', { span });
}

export function emptyExpectation(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('test/empty-expectation', { span });
}

export function duplicateCase(
  { first, again, name }: { readonly first: Span; readonly again: Span; readonly name: string },
  diagnostics: Diagnostics,
): void {
  const labels = [{ span: first, text: 'the other one' }];
  diagnostics.report('test/duplicate-case', { span: again, values: { name: printable(name) }, labels });
}

function meant({ name, known }: Unknown): { readonly help?: string } {
  const near = nearest(name, known);
  return near === undefined ? {} : { help: `did you mean \`${near}\`?` };
}
