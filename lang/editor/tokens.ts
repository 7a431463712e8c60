/**
 * The tokens of a file for an editor: as the lexer reads them, except where the parser has read a clause's target as raw
 * text (`https://host/path` would otherwise be a comment from its slashes on).
 */
import type { Declaration, Target } from '../ast/nodes.ts';
import { Diagnostics } from '../diagnostic.ts';
import { lex } from '../lexer/lex.ts';
import type { SourceToken } from '../lexer/token.ts';
import type { ParsedFile } from '../module/files.ts';

const KNOWN = new WeakMap<ParsedFile, readonly SourceToken[]>();

/** Without the one at the end. */
export function tokensOf(file: ParsedFile): readonly SourceToken[] {
  const known = KNOWN.get(file);
  if (known !== undefined) return known;
  const found = readTokens(file);
  KNOWN.set(file, found);
  return found;
}

/** The comments between two tokens. */
export function commentsIn(
  text: string,
  from: number,
  to: number,
): readonly { readonly start: number; readonly end: number }[] {
  const gap = text.slice(from, to);
  return [...gap.matchAll(/#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g)].map((found) => {
    const start = from + found.index;
    return { start, end: start + found[0].replace(/\r$/, '').length };
  });
}

/** The token that an offset is in, or stands right behind; a name or number rather than a symbol. */
export function tokenAt(tokens: readonly SourceToken[], offset: number): SourceToken | undefined {
  const next = firstFrom(tokens, offset);
  const around = [tokens[next], tokens[next - 1]].filter(
    (token) => token !== undefined && token.start <= offset && offset <= token.end,
  );
  return around.find((token) => token?.kind !== 'symbol') ?? around[0];
}

/** The index of the first token that starts at the offset or behind it. */
export function firstFrom(tokens: readonly SourceToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readTokens({ source, declarations }: ParsedFile): readonly SourceToken[] {
  const targets = declarations.flatMap(targetsOf).filter(({ span }) => source.text[span.start] !== '"');
  const tokens: SourceToken[] = [];
  let next = targets.shift();
  let token = lex(source, new Diagnostics());
  while (token.kind !== 'end' || next !== undefined) {
    if (next !== undefined && token.start >= next.span.start) {
      token = token.rereadFrom(next.span.start, next.span.end);
      next = targets.shift();
    }
    if (token.kind === 'end') break;
    tokens.push(token);
    token = token.next;
  }
  return tokens;
}

function targetsOf(declaration: Declaration): readonly Target[] {
  if (declaration.kind === 'worker') return [declaration.target];
  if (declaration.kind !== 'arbiter') return [];
  return declaration.clauses.flatMap((clause) => {
    if (clause.kind === 'handler') return clause.target ?? [];
    if (clause.kind === 'schedule') return clause.source ?? [];
    return clause.kind === 'stream' || clause.kind === 'source' || clause.kind === 'checkpoint'
      ? clause.target
      : [];
  });
}
