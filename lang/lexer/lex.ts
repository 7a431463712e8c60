/**
 * The lexer: source text → tokens, one at a time, in linear time and without ever throwing. Keywords are ordinary
 * names (the grammar is contextual). Text that cannot be a token becomes an error token with its diagnostic, and
 * an unclosed string or comment ends at the end of its line, so reading always goes on.
 */
import type { Diagnostics } from '../diagnostic.ts';
import type { Source } from '../source.ts';
import { BACKSLASH, QUOTE, isDigit, isNamePart, isNameStart, isWhitespace } from './characters.ts';
import { scanNumber } from './number.ts';
import { printable } from './printable.ts';
import { type Lexeme, type Problem, type Reading, SourceToken } from './token.ts';
import { type Text, lineEnd, triviaAt } from './trivia.ts';

const PAIRS: ReadonlySet<string> = new Set(['==', '!=', '>=', '<=']);
const SYMBOLS = '{}()[],:.?=<>+-*/%|';

/** What people write from the habit of other languages. */
const HINTS: Readonly<Record<string, string>> = {
  '&': 'the operator is spelled `and`',
  '|': 'the operator is spelled `or`',
  '!': 'the operator is spelled `not`',
  "'": 'strings take double quotes',
  ';': 'nothing needs a terminator here',
};

/** The first token of a source. */
export function lex(source: Source, diagnostics: Diagnostics): SourceToken {
  return new SourceReading(source, diagnostics).tokenAt(0, { start: 0, end: 0 });
}

class SourceReading implements Reading, Text {
  readonly source: Source;
  readonly text: string;
  readonly diagnostics: Diagnostics;
  depth = 0;
  /** Once a search for a closing mark has failed it would fail again: without these two, garbage costs quadratic time. */
  #isCommentUnclosed = false;
  #isStringUnclosed = false;

  constructor(source: Source, diagnostics: Diagnostics) {
    this.source = source;
    this.text = source.text;
    this.diagnostics = diagnostics;
  }

  tokenAfter(token: SourceToken): SourceToken {
    return this.tokenAt(token.end, token);
  }

  tokenAt(offset: number, previous: { readonly start: number; readonly end: number }): SourceToken {
    const trivia = triviaAt(this, offset);
    const lexeme = trivia.isUnclosed ? this.#unclosedComment(trivia.end) : this.#scan(trivia.end);
    const atLineStart = trivia.hasNewline;
    return new SourceToken(this, lexeme, {
      atLineStart,
      previousStart: previous.start,
      previousEnd: previous.end,
    });
  }

  commentEnd(offset: number): number | undefined {
    if (this.#isCommentUnclosed) return undefined;
    const close = this.text.indexOf('*/', offset + 2);
    if (close !== -1) return close + 2;
    this.#isCommentUnclosed = true;
    return undefined;
  }

  #scan(start: number): Lexeme {
    const { text } = this;
    if (start >= text.length) return { kind: 'end', start, end: start };
    const code = text.charCodeAt(start);
    if (isNameStart(code)) return scanName(text, start);
    if (isDigit(code)) return scanNumber(this, start);
    if (code === QUOTE) return this.#scanString(start);
    if (PAIRS.has(text.slice(start, start + 2))) return { kind: 'symbol', start, end: start + 2 };
    if (text.startsWith('||', start)) return scanUnexpected(text, start);
    if (SYMBOLS.includes(text.charAt(start))) return { kind: 'symbol', start, end: start + 1 };
    return scanUnexpected(text, start);
  }

  #scanString(start: number): Lexeme {
    const limit = this.#isStringUnclosed ? lineEnd(this.text, start) : this.text.length;
    const end = stringEnd(this.text, start, limit);
    if (end !== undefined) return { kind: 'string', start, end };
    this.#isStringUnclosed = true;
    return erroneous(start, lineEnd(this.text, start), { code: 'lex/unterminated-string' });
  }

  #unclosedComment(start: number): Lexeme {
    return erroneous(start, lineEnd(this.text, start), { code: 'lex/unterminated-comment' });
  }
}

function scanName(text: string, start: number): Lexeme {
  let end = start + 1;
  while (isNamePart(text.charCodeAt(end))) end++;
  return { kind: 'name', start, end };
}

/** The offset behind the closing quote of the string at `start`. */
export function stringEnd(text: string, start: number, limit: number): number | undefined {
  let offset = start + 1;
  while (offset < limit) {
    const code = text.charCodeAt(offset);
    if (code === QUOTE) return offset + 1;
    const escaped = code === BACKSLASH ? text.charCodeAt(offset + 1) : 0;
    offset += escaped === QUOTE || escaped === BACKSLASH ? 2 : 1;
  }
  return undefined;
}

/** A run of characters that no token begins with, as one mistake. */
function scanUnexpected(text: string, start: number): Lexeme {
  let end = text.startsWith('||', start) ? start + 2 : start + 1;
  while (end < text.length && !beginsToken(text, end)) end++;
  const help = HINTS[text.charAt(start)];
  const values = { text: printable(text.slice(start, end)) };
  return erroneous(start, end, {
    code: 'lex/unexpected-character',
    values,
    ...(help === undefined ? {} : { help }),
  });
}

function beginsToken(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (isNamePart(code) || isWhitespace(code)) return true;
  return code === QUOTE || text.charAt(offset) === '#' || SYMBOLS.includes(text.charAt(offset));
}

function erroneous(start: number, end: number, problem: Problem): Lexeme {
  return { kind: 'error', start, end, problem };
}
