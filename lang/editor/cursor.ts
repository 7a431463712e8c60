/**
 * Where a cursor is, from tokens alone, because what is being written does not parse yet: the declaration around it, the
 * brackets that are open, and the part of a word that is already there.
 */
import type { SourceToken } from '../lexer/token.ts';
import type { ParsedFile } from '../module/files.ts';
import { isDeclarationStart, KEYWORDS } from '../parser/keywords.ts';
import { type Frame, framesOf } from './frames.ts';
import { commentsIn, firstFrom, tokensOf } from './tokens.ts';

export interface Cursor {
  readonly offset: number;
  /** What a suggestion replaces: the word, or the inside of the string, that the cursor is in. */
  readonly start: number;
  readonly end: number;
  readonly within: 'name' | 'string' | 'unit' | 'target';
  /** `a.b` of `a.b.part`; the part itself is what is replaced. */
  readonly qualifier: readonly string[];
  /** Tokens of the declaration, from its keyword up to the word and its qualifier. */
  readonly before: readonly SourceToken[];
  /** Whether the word begins its line. */
  readonly atLineStart: boolean;
  /** The brackets around, the outermost first. */
  readonly frames: readonly Frame[];
}

/** `undefined` where nothing can be suggested: in comments, numbers and operators. */
export function cursorAt(file: ParsedFile, offset: number): Cursor | undefined {
  const tokens = tokensOf(file);
  const { text } = file.source;
  const next = firstFrom(tokens, offset);
  const last = tokens[next - 1];
  const isComment = commentsIn(text, last?.end ?? 0, tokens[next]?.start ?? text.length).some(
    ({ start, end }) => start < offset && offset <= end,
  );
  const part = isComment ? undefined : partAt({ last, next: tokens[next], offset });
  if (part === undefined) return undefined;
  const count = firstFrom(tokens, part.from);
  const path = qualifierBefore(tokens.slice(Math.max(0, count - 20), count));
  const stop = count - path.length * 2;
  const first = declarationBefore(file, tokens.slice(0, stop));
  const before = tokens.slice(first, stop);
  return {
    offset,
    start: part.start,
    end: part.end,
    within: part.within,
    qualifier: path,
    before,
    atLineStart: path.length === 0 && /(?:^|\n)[ \t\r\ufeff]*$/.test(text.slice(0, part.from)),
    frames: framesOf(before),
  };
}

interface Part {
  readonly within: Cursor['within'];
  readonly start: number;
  readonly end: number;
  /** Where the token begins. */
  readonly from: number;
}

interface Around {
  readonly last: SourceToken | undefined;
  readonly next: SourceToken | undefined;
  readonly offset: number;
}

function partAt({ last, next, offset }: Around): Part | undefined {
  if (next?.start === offset && next.kind === 'name')
    return { within: 'name', start: offset, end: next.end, from: offset };
  if (last === undefined || last.end < offset || (last.kind === 'symbol' && last.end === offset))
    return { within: 'name', start: offset, end: offset, from: offset };
  const { kind, start, end, text } = last;
  switch (kind) {
    case 'name':
      return { within: 'name', start, end, from: start };
    case 'target':
      return { within: 'target', start, end, from: start };
    case 'string':
      return offset === end ? undefined : { within: 'string', start: start + 1, end: end - 1, from: start };
    case 'error':
      return text.startsWith('"') ? { within: 'string', start: start + 1, end, from: start } : undefined;
    case 'quantity': {
      const unit = start + text.search(/\S+$/);
      return offset < unit ? undefined : { within: 'unit', start: unit, end, from: start };
    }
    case 'number':
    case 'duration':
    case 'timestamp':
    case 'date':
    case 'symbol':
    case 'end':
      return undefined;
  }
}

/** The names with dots behind them that end the tokens. */
function qualifierBefore(tokens: readonly SourceToken[]): readonly string[] {
  const names: string[] = [];
  for (let index = tokens.length - 1; index > 0; index -= 2) {
    const name = tokens[index - 1];
    if (tokens[index]?.text !== '.' || name?.kind !== 'name') break;
    names.unshift(name.text);
  }
  return names;
}

/** The index of the token that begins the last declaration. */
function declarationBefore({ declarations }: ParsedFile, tokens: readonly SourceToken[]): number {
  const good = declarations.filter(({ kind }) => kind !== 'broken').map(({ span }) => span);
  let first = 0;
  let depth = 0;
  let inside = 0;
  for (const [index, token] of tokens.entries()) {
    while ((good[inside]?.end ?? Infinity) <= token.start) inside++;
    const isWithin = (good[inside]?.start ?? Infinity) < token.start;
    const isFirst = token.atLineStart && depth <= 0 && KEYWORDS.has(token.text);
    if (!isWithin && (isFirst || isDeclarationStart(token))) {
      first = index;
      depth = 0;
    }
    if (token.text === '{') depth++;
    else if (token.text === '}') depth--;
  }
  return first;
}
