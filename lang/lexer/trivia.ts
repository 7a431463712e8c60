/**
 * Blanks, line breaks and comments between tokens. A comment that never ends is not skipped: the lexer turns it
 * into an error token that stops at the end of its line, so that the declarations after it are still read.
 */
import { HASH, NEWLINE, SLASH, STAR, isByteOrderMark, isWhitespace } from './characters.ts';

/** The source text with what is known about its ends, so that no search for a closing mark is repeated in vain. */
export interface Text {
  readonly text: string;
  /** The offset after the closing mark that closes the comment at `offset`. */
  commentEnd(offset: number): number | undefined;
}

export interface Trivia {
  readonly end: number;
  readonly hasNewline: boolean;
  /** The text at `end` opens a comment that is never closed. */
  readonly isUnclosed: boolean;
}

export function triviaAt(source: Text, offset: number): Trivia {
  const { text } = source;
  let end = offset;
  let hasNewline = offset === 0;
  for (;;) {
    const code = text.charCodeAt(end);
    if (isWhitespace(code) || isByteOrderMark(code, end)) {
      hasNewline ||= code === NEWLINE;
      end++;
    } else if (code === HASH || (code === SLASH && text.charCodeAt(end + 1) === SLASH)) {
      end = lineEnd(text, end);
    } else if (code === SLASH && text.charCodeAt(end + 1) === STAR) {
      const close = source.commentEnd(end);
      if (close === undefined) return { end, hasNewline, isUnclosed: true };
      hasNewline ||= text.slice(end, close).includes('\n');
      end = close;
    } else {
      return { end, hasNewline, isUnclosed: false };
    }
  }
}

/** The offset of the line break that ends the line of `offset`, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline;
}
