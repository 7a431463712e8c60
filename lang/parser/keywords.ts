/** The words that begin declarations, and how to tell one from a variable of the same name. */
import type { BrokenDeclaration } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';

export const KEYWORDS: ReadonlyMap<string, BrokenDeclaration['declares']> = new Map<
  string,
  BrokenDeclaration['declares']
>([
  ['const', 'const'],
  ['segment', 'segment'],
  ['fact', 'fact'],
  ['outcome', 'outcome'],
  ['rule', 'rule'],
  ['expert', 'expert-rule'],
  ['arbiter', 'arbiter'],
]);

/** At the start of a line, with a name behind it. */
export function isDeclarationStart(token: SourceToken): boolean {
  if (!token.atLineStart || token.kind !== 'name' || !KEYWORDS.has(token.text)) return false;
  return token.text === 'expert' ? token.next.text === 'rule' : token.next.kind === 'name';
}
