/** What the lexer finds: text that is no token, and literals that say nothing that exists. */
import type { CodeEntry } from './entry.ts';

export const LEXER_CODES = {
  'lex/unexpected-character': {
    severity: 'error',
    template: '`{text}` is not part of the language',
    help: 'outside of strings and comments only names, numbers and punctuation may stand',
    wrong: 'rule R { when { a && b } then A { } }',
    right: 'rule R { when { a and b } then A { } }',
  },
  'lex/unterminated-string': {
    severity: 'error',
    template: 'this string never ends',
    help: 'close it with a double quote; inside a string, write a double quote as `\\"`',
    wrong: 'rule R { when { name == "Ada } then A { } }',
    right: 'rule R { when { name == "Ada" } then A { } }',
  },
  'lex/unterminated-comment': {
    severity: 'error',
    template: 'this comment never ends',
    help: 'close it with `*/`',
    wrong: '/* approves everything\nrule R { then Approve { } }',
    right: '/* approves everything */\nrule R { then Approve { } }',
  },
  'lex/malformed-number': {
    severity: 'error',
    template: '`{text}` is neither a number nor a duration',
    help: 'numbers have digits on both sides of the point; durations end in `ms`, `s`, `m`, `min`, `h`, `hr` or `d`',
    wrong: 'rule R { when { temperature > 28C } then A { } }',
    right: 'rule R { when { temperature > 28 C } then A { } }',
  },
  'lex/number-range': {
    severity: 'error',
    template: '`{text}` is too large to be represented',
    help: 'the largest number is about 1.8e308',
    wrong: 'rule R { when { x > 1e400 } then A { } }',
    right: 'rule R { when { x > 1e300 } then A { } }',
  },
  'lex/invalid-timestamp': {
    severity: 'error',
    template: '`{text}` is not an instant of the calendar',
    help: 'write a date, a time and an offset, for example `2026-01-31T09:30:00Z`',
    wrong: 'rule R { when { now() > 2026-13-01T00:00:00Z } then A { } }',
    right: 'rule R { when { now() > 2026-12-01T00:00:00Z } then A { } }',
  },
} as const satisfies Record<string, CodeEntry>;
