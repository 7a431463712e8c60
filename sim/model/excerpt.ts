/** The text of the source on one line, without comments and without the braces of a block. */
import type { Span } from '#lang/span.js';

const EXCERPT_MAX = 200;
/** Texts stay as they are; blanks, line breaks and comments become one blank. */
const PIECE = /"(?:[^"\\]|\\.)*"|(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)+/g;

export function excerpt(span: Span): string {
  const known = EXCERPTS.get(span) ?? readExcerpt(span);
  EXCERPTS.set(span, known);
  return known;
}

/** Spans belong to the tree, and are asked for with every decision. */
const EXCERPTS = new WeakMap<Span, string>();

function readExcerpt({ source, start, end }: Span): string {
  const pieces = source.text
    .slice(start, end)
    .replace(PIECE, (piece) => (piece.startsWith('"') ? piece : ' '));
  const text = pieces.trim();
  const inside = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1).trim() : text;
  return inside.length > EXCERPT_MAX ? `${inside.slice(0, EXCERPT_MAX)}…` : inside;
}
