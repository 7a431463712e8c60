/**
 * Tokens that exist only where a clause asks for them: the bare target of an arbiter clause (`https://host/path`) and
 * a duration (`1h30m`). They are read over the raw text at a token, whatever the ordinary lexer made of it.
 */
import type { SourceToken } from './token.ts';

const TARGET = /[^\s{}"#]+/y;
const DURATION = /(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|min|m|hr|h|d))+(?!\w)/y;

/** The bare target that begins where the token does. */
export function readTarget(token: SourceToken): SourceToken | undefined {
  return token.problem?.code === 'lex/unterminated-comment' ? undefined : readRaw(token, 'target', TARGET);
}

/** The duration that begins where the token does. */
export function readDuration(token: SourceToken): SourceToken | undefined {
  return readRaw(token, 'duration', DURATION);
}

const DATE = /\d{4}-\d{2}-\d{2}(?![\w-])/y;

/** The date that begins where the token does; to the lexer it is a subtraction. */
export function readDate(token: SourceToken): SourceToken | undefined {
  return readRaw(token, 'date', DATE);
}

function readRaw(
  token: SourceToken,
  kind: 'target' | 'duration' | 'date',
  pattern: RegExp,
): SourceToken | undefined {
  pattern.lastIndex = token.start;
  return pattern.test(token.reading.text) ? token.reread(kind, pattern.lastIndex) : undefined;
}

const CHANNEL = /[ \t]*(?=#[^\s{}"])/y;
const CHANNEL_NAME = /#[^\s{}"]+/y;

/** The channel (`#ops`) that stands on the same line before a token, where the lexer saw a comment. */
export function readChannel(token: SourceToken): SourceToken | undefined {
  const { text } = token.reading;
  CHANNEL.lastIndex = token.previousEnd;
  if (!CHANNEL.test(text)) return undefined;
  const start = CHANNEL.lastIndex;
  CHANNEL_NAME.lastIndex = start;
  return CHANNEL_NAME.test(text) ? token.rereadFrom(start, CHANNEL_NAME.lastIndex) : undefined;
}
