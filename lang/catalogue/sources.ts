/** What is found before anything is read: bytes that are no text. Examples stand for bytes, a character for each. */
import type { CodeEntry } from './entry.ts';

const RULE = 'rule R { then A { } }';

export const SOURCES_CODES = {
  'source/not-text': {
    severity: 'error',
    template: 'this file is not text',
    help: 'programs are UTF-8 text; bundles end in `.arbb`',
    wrong: `${RULE}\0`,
    right: RULE,
  },
  'source/invalid-encoding': {
    severity: 'error',
    template: 'this byte belongs to no character',
    help: 'save the file as UTF-8',
    wrong: `# Gr\xfc\xdfe\n${RULE}`,
    right: `# Greetings\n${RULE}`,
  },
  'source/too-large': {
    severity: 'error',
    template: 'this file is larger than {limit} MiB',
    help: 'split it into modules; data belongs into facts or a table of its own',
    wrong: '# as much as seventeen million characters',
    right: RULE,
  },
} as const satisfies Record<string, CodeEntry>;
