/**
 * Spans: half-open ranges of UTF-16 offsets into a source text, and which text. Every token, node and diagnostic
 * carries one, so that anything the engine says can point at the rule text, whichever file of a project it is in. Lines
 * and columns are derived on demand by `source.ts`; storing them here would double the size of the tree.
 */
import type { Source } from './source.ts';

export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** The last `length` characters of a span: the name in a qualified one. */
export function lastOf({ source, start, end }: Span, length: number): Span {
  return { source, start: Math.max(start, end - length), end };
}
