/** What shows only when a program is lowered. */
import type { CodeEntry } from './entry.ts';

export const COMPILER_CODES = {
  'compile/too-large': {
    severity: 'error',
    template: 'this is more than one rule can hold: {reason}',
    help: 'a rule has room for 256 values at once, 256 names and 64 nested loops; split it',
    wrong: `rule R { when { x in [${'a, '.repeat(300)}] } then A { } }`,
    right: 'rule R { when { x in [1, 2, 3] } then A { } }',
  },
} as const satisfies Record<string, CodeEntry>;
