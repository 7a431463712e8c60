/**
 * The catalogue of diagnostics: every code with its severity, the text it is reported with, what to do about it, and one
 * program that has the mistake beside one that has not. A code is a name, is never renamed after a release, and says
 * who found it: `source`, `lex`, `parse`, `module`, `check`, `compile` or `test`. The examples are tested, and the reference page is made from them.
 */
import { ARBITERS_CODES } from './catalogue/arbiters.ts';
import { COMPILER_CODES } from './catalogue/compiler.ts';
import { GOVERNED_CODES } from './catalogue/governed.ts';
import { LEXER_CODES } from './catalogue/lexer.ts';
import { MODULES_CODES } from './catalogue/modules.ts';
import { NAMES_CODES } from './catalogue/names.ts';
import { PARSER_CODES } from './catalogue/parser.ts';
import { SOURCES_CODES } from './catalogue/sources.ts';
import { TESTING_CODES } from './catalogue/testing.ts';
import { TYPES_CODES } from './catalogue/types.ts';

export type { CodeEntry } from './catalogue/entry.ts';

export const CODES = {
  ...SOURCES_CODES,
  ...LEXER_CODES,
  ...PARSER_CODES,
  ...MODULES_CODES,
  ...NAMES_CODES,
  ...TYPES_CODES,
  ...GOVERNED_CODES,
  ...ARBITERS_CODES,
  ...COMPILER_CODES,
  ...TESTING_CODES,
};

export type Code = keyof typeof CODES;
