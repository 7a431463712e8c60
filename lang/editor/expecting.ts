/** Whether a value may follow a token, or only an operator or the end. */
import type { SourceToken } from '../lexer/token.ts';

const SYMBOLS: ReadonlySet<string> = new Set('{ ( [ , : = == != > >= < <= + - * / % |'.split(' '));
const WORDS: ReadonlySet<string> = new Set(
  (
    'and or not in contains retains subset_of superset_of vague_contains starts_with ends_with matches ' +
    'where on lookup between any all none'
  ).split(' '),
);

export function isOperandNext(last: SourceToken | undefined): boolean {
  if (last === undefined) return true;
  if (last.kind === 'name') return WORDS.has(last.text);
  return last.kind === 'symbol' && SYMBOLS.has(last.text);
}

/** The operators behind which a value of the left side's own type stands. */
export function isComparison(text: string | undefined): boolean {
  return text === '==' || text === '!=';
}
