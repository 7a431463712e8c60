/**
 * Test files: text → cases. Case by case, so that a mistake costs no more than the case it is in; linear, and no input makes it
 * throw. Lexer, literals and messages are those of rule files.
 */
import type { ParseError } from 'typescript-parsec';
import type { Diagnostics } from '../diagnostic.ts';
import { lex } from '../lexer/lex.ts';
import { printable } from '../lexer/printable.ts';
import { SourceToken } from '../lexer/token.ts';
import { only, tokenOf } from '../parser/combinators.ts';
import { reportFailure } from '../parser/recovery.ts';
import type { Source } from '../source.ts';
import { nearest } from '../suggest.ts';
import type { Suite, SuiteCase } from './ast.ts';
import { CASE_WORDS, suiteCase } from './scenario.ts';

/** The cases that could be parsed, in source order. */
export function parseSuite(source: Source, diagnostics: Diagnostics): Suite {
  const cases: SuiteCase[] = [];
  let token = lex(source, diagnostics);
  while (token.kind !== 'end') {
    const output = suiteCase.parse(token);
    if (output.successful) {
      const { result, nextToken } = only(output.candidates);
      cases.push(result);
      token = tokenOf(nextToken);
    } else {
      token = recover(token, output.error);
    }
  }
  return { source, cases };
}

/** Reports, and goes on at the next line that begins a case. */
function recover(first: SourceToken, error: ParseError): SourceToken {
  const at = error.pos instanceof SourceToken ? error.pos : first;
  if (at.start === first.start && at.problem === null) reportUnknown(at);
  else reportFailure(at, error);
  let token = at.start > first.start ? at : first.next;
  while (token.kind !== 'end' && !beginsCase(token)) token = token.next;
  return token;
}

function beginsCase(token: SourceToken): boolean {
  if (!token.atLineStart || token.kind !== 'name' || token.next.kind !== 'string') return false;
  return CASE_WORDS.includes(token.text) || token.next.next.text === '{';
}

function reportUnknown({ kind, text, span, reading }: SourceToken): void {
  const meant = kind === 'name' ? nearest(text, CASE_WORDS) : undefined;
  const help = meant === undefined ? {} : { help: `did you mean \`${meant}\`?` };
  reading.diagnostics.report('test/unknown-case', { span, values: { found: printable(text) }, ...help });
}
