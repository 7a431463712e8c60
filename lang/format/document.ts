/**
 * Documents: text with the places where a line may end. A group stands on one line or has all its own places broken;
 * whatever must end a line inside it (`breaks`) breaks it and every group around it. `render.ts` decides the rest.
 */
export type Doc = string | Concat | Indent | Group | Line | Suffix | Choice;

export interface Concat {
  readonly kind: 'concat';
  readonly docs: readonly Doc[];
  readonly breaks: boolean;
}

export interface Indent {
  readonly kind: 'indent';
  readonly doc: Doc;
  readonly breaks: boolean;
}

export interface Group {
  readonly kind: 'group';
  readonly doc: Doc;
  readonly breaks: boolean;
}

/** A place where a line may end: `flat` is what stands there when it does not, `blank` adds an empty line. */
export interface Line {
  readonly kind: 'line';
  readonly flat: string;
  readonly blank: boolean;
  readonly breaks: boolean;
}

/** A comment at the end of whatever line it falls on. */
export interface Suffix {
  readonly kind: 'suffix';
  readonly text: string;
  readonly breaks: true;
}

/** One text in a broken group, another in a flat one. */
export interface Choice {
  readonly kind: 'choice';
  readonly broken: string;
  readonly flat: string;
  readonly breaks: false;
}

export const line: Doc = { kind: 'line', flat: ' ', blank: false, breaks: false };
export const softline: Doc = { kind: 'line', flat: '', blank: false, breaks: false };
export const hardline: Doc = { kind: 'line', flat: ' ', blank: false, breaks: true };
export const emptyLine: Doc = { kind: 'line', flat: ' ', blank: true, breaks: true };

export function concat(...docs: readonly Doc[]): Doc {
  return concatAll(docs);
}

/** For as many as a source has: arguments are limited, lists are not. */
export function concatAll(docs: readonly Doc[]): Doc {
  return { kind: 'concat', docs, breaks: docs.some(breaksOf) };
}

export function join(docs: readonly Doc[], separator: Doc): Doc {
  return concatAll(docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc])));
}

export function indent(doc: Doc): Doc {
  return { kind: 'indent', doc, breaks: breaksOf(doc) };
}

export function group(doc: Doc, isBroken = false): Doc {
  return { kind: 'group', doc, breaks: isBroken || breaksOf(doc) };
}

export function suffix(text: string): Doc {
  return { kind: 'suffix', text, breaks: true };
}

export function choice({ broken, flat }: { readonly broken: string; readonly flat: string }): Doc {
  return { kind: 'choice', broken, flat, breaks: false };
}

/** A text of several lines ends lines as surely as a hard line does. */
export function breaksOf(doc: Doc): boolean {
  return typeof doc === 'string' ? doc.includes('\n') : doc.breaks;
}
