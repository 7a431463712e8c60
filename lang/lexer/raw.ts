/**
 * Tokens that exist only where a clause asks for them: the bare target of an arbiter clause (`https://host/path`) and
 * a duration (`1h30m`). Both are read over the raw text at a token, whatever the ordinary lexer made of it.
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

function readRaw(token: SourceToken, kind: 'target' | 'duration', pattern: RegExp): SourceToken | undefined {
  pattern.lastIndex = token.start;
  return pattern.test(token.reading.text) ? token.reread(kind, pattern.lastIndex) : undefined;
}
