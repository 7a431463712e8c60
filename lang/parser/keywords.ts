/** The words that begin declarations, and how to tell one from a variable of the same name. */
import type { BrokenDeclaration } from '../ast/nodes.ts';
import type { SourceToken } from '../lexer/token.ts';

type Declared = BrokenDeclaration['declares'];

interface Keyword {
  readonly declares: Declared;
  /** What stands behind the word: a kind of token, or its text. */
  readonly before: 'name' | 'string' | '{' | 'rule';
}

const TABLE: Readonly<Record<string, Keyword>> = {
  const: { declares: 'const', before: 'name' },
  segment: { declares: 'segment', before: 'name' },
  input: { declares: 'input', before: '{' },
  feature: { declares: 'feature', before: 'name' },
  fact: { declares: 'fact', before: 'name' },
  outcome: { declares: 'outcome', before: 'name' },
  table: { declares: 'table', before: 'name' },
  tag: { declares: 'tag', before: 'string' },
  tags: { declares: 'tag', before: 'string' },
  include: { declares: 'include', before: 'string' },
  import: { declares: 'import', before: 'string' },
  rule: { declares: 'rule', before: 'name' },
  strategy: { declares: 'strategy', before: 'name' },
  flag: { declares: 'flag', before: 'name' },
  expert: { declares: 'expert-rule', before: 'rule' },
  arbiter: { declares: 'arbiter', before: 'name' },
  worker: { declares: 'worker', before: 'name' },
};

const KEYWORD: ReadonlyMap<string, Keyword> = new Map(Object.entries(TABLE));

export const KEYWORDS: ReadonlyMap<string, Declared> = new Map(
  Object.entries(TABLE).map(([word, { declares }]) => [word, declares]),
);

/** At the start of a line, with what it declares behind it. */
export function isDeclarationStart(token: SourceToken): boolean {
  if (!token.atLineStart || token.kind !== 'name') return false;
  const keyword = KEYWORD.get(token.text);
  return keyword !== undefined && (token.next.kind === keyword.before || token.next.text === keyword.before);
}
