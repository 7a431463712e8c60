/**
 * The parser: source text → declarations. Declaration by declaration, so that a mistake costs no more than the
 * declaration it is in; the cost is linear in the length of the text, and no input makes it throw.
 */
import type { Declaration } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { lex } from '../lexer/lex.ts';
import type { Source } from '../source.ts';
import { only, tokenOf } from './combinators.ts';
import { declaration } from './declaration.ts';
import { hasSafeHeight } from './height.ts';
import { brokenDeclaration, recover } from './recovery.ts';

/** What could be parsed, in source order. A declaration with a mistake in it leaves a `broken` one if it has a name. */
export function parse(source: Source, diagnostics: Diagnostics): readonly Declaration[] {
  const declarations: Declaration[] = [];
  let token = lex(source, diagnostics);
  while (token.kind !== 'end') {
    const output = declaration.parse(token);
    const parsed = output.successful ? only(output.candidates) : undefined;
    const isWhole = parsed !== undefined && hasSafeHeight(parsed.result, diagnostics);
    const next = output.successful ? tokenOf(parsed?.nextToken) : recover(token, output.error);
    const declared = isWhole ? parsed.result : brokenDeclaration(token, next);
    if (declared !== undefined) declarations.push(declared);
    token = next;
  }
  return declarations;
}
