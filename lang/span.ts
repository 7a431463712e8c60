/**
 * Spans: half-open ranges of UTF-16 offsets into one source text. Every token, node, diagnostic and instruction
 * carries one, so that anything the engine says can point at the rule text. Lines and columns are derived on
 * demand by `source.ts`; storing them here would double the size of the tree.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers both. */
export function joinSpans(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}
