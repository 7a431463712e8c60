/**
 * Regular expressions of the language: RE2 syntax, searched unanchored, in time linear in the text. Literals are compiled
 * by the checker and by the engine with this one function, so what passes here runs there.
 */
import { RE2JS, RE2JSException } from 're2js';

export const PATTERN_LENGTH_MAX = 1_000;

/** The compiled pattern, or why there is none. */
export type Compiled = { readonly pattern: RE2JS } | { readonly problem: string };

export function compilePattern(text: string): Compiled {
  if (text.length > PATTERN_LENGTH_MAX)
    return { problem: `it is longer than ${PATTERN_LENGTH_MAX} characters` };
  try {
    return { pattern: RE2JS.compile(text) };
  } catch (error) {
    if (error instanceof RE2JSException) return { problem: error.message };
    throw error;
  }
}

/** What is wrong with a pattern, or `null`. */
export function patternProblem(text: string): string | null {
  const compiled = compilePattern(text);
  return 'problem' in compiled ? compiled.problem : null;
}
