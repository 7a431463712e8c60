/**
 * Places as other programs name them: paths relative to a folder, the same as URIs, and regions of lines and columns. They
 * differ from what people are shown in two ways that SARIF asks for: a byte order mark is no column, and the end of a
 * text is behind its last line break, not on a line that no editor has.
 */
import { type Position, positionOf, type Source } from '../source.ts';
import type { Span } from '../span.ts';
import { wellFormed } from './well-formed.ts';

export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** Of the character behind the last one. */
  readonly endColumn: number;
}

const BYTE_ORDER_MARK = '\ufeff';

export function regionOf({ source, start, end }: Span): Region {
  const from = placeAt(source, start);
  const to = start === end ? from : positionIn(source, end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** With forward slashes; a path outside of the folder stays absolute. */
export function relativePath(name: string, folder: string | undefined): string {
  const path = name.replaceAll('\\', '/');
  const root = folder === undefined ? '' : `${folder.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  const inside = root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
  return inside.replace(/^(?:\.\/+)+/, '');
}

/** A relative reference, or a `file:` URI for a path outside of the folder. */
export function uriOf(name: string, folder: string | undefined): string {
  const path = relativePath(name, folder);
  const encoded = path.split('/').map(encodeSegment).join('/');
  if (path.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(path) ? `file:///${encoded.replace('%3A', ':')}` : encoded;
}

/** A colon too: in a first segment it would begin a scheme. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(wellFormed(segment));
}

function placeAt(source: Source, offset: number): Position {
  const isBehindLastBreak = offset === source.text.length && source.text.endsWith('\n');
  if (!isBehindLastBreak) return positionIn(source, offset);
  const { line, column } = positionIn(source, offset - 1);
  return { line, column: column + 1 };
}

function positionIn(source: Source, offset: number): Position {
  const { line, column } = positionOf(source, offset);
  const isShifted = line === 1 && column > 1 && source.text.startsWith(BYTE_ORDER_MARK);
  return { line, column: isShifted ? column - 1 : column };
}
