/**
 * The canonical layout of a source. Total: text with mistakes is answered with its diagnostics and left alone. What is
 * printed reads back as the same declarations with the same comments, and formatting it again changes nothing;
 * `test/harness/format-laws.ts` holds these laws.
 */
import type { Declaration } from '../ast/nodes.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { Source } from '../source.ts';
import { printDeclaration } from './declaration.ts';
import { breaksOf, type Doc } from './document.ts';
import { Original } from './original.ts';
import { printParts, withComments } from './parts.ts';
import { render } from './render.ts';

export type Formatted =
  | { readonly kind: 'formatted'; readonly text: string }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[] };

export function format(source: Source): Formatted {
  const diagnostics = new Diagnostics();
  const declarations = parse(source, diagnostics);
  if (diagnostics.hasErrors) return { kind: 'rejected', diagnostics: diagnostics.sorted() };
  return { kind: 'formatted', text: print(source, declarations) };
}

/** Only short declarations of one kind may stand without an empty line between them. */
function print(source: Source, declarations: readonly Declaration[]): string {
  const original = new Original(source, declarations);
  const parts = declarations.map((declaration) => ({
    ...declaration.span,
    isLineStart: true,
    print: () => render(printDeclaration(original, declaration)),
  }));
  const printed = printParts(original, { start: 0, end: original.length }, parts);
  const texts = printed.parts.map((part, index) => {
    const [previous, before] = [declarations[index - 1], printed.parts[index - 1]];
    const isFirst = previous === undefined || before === undefined;
    const isShort = !isFirst && !breaksOf(before.doc) && !breaksOf(part.doc);
    const isAlike = isShort && previous.kind === declarations[index]?.kind;
    return paragraph(withComments(part), !isFirst && (part.blank || !isAlike));
  });
  const closing = printed.closing.map(({ doc, blank }, index) =>
    paragraph(doc, blank && texts.length + index > 0),
  );
  return [...texts, ...closing].join('');
}

function paragraph(doc: Doc, isApart: boolean): string {
  return `${isApart ? '\n' : ''}${render(doc)}\n`;
}
