/**
 * Combinators on typescript-parsec's `Parser` interface for what its own do not do: linear repetition, messages in the
 * author's terms, a depth limit. The grammar is predictive: an alternative that fails at its first token fails
 * passively and the next one is tried; once it has consumed a token its failure is final (a cut). So every
 * parser yields exactly one candidate, no text is parsed twice, and parsers may report to the diagnostics.
 */
import {
  apply,
  kright,
  type ParseError,
  type Parser,
  type ParserOutput,
  seq,
  str,
  type Token,
  tok,
} from 'typescript-parsec';
import type { Code } from '../codes.ts';
import type { Diagnostics, Finding } from '../diagnostic.ts';
import { SourceToken, type TokenKind } from '../lexer/token.ts';
import type { Span } from '../span.ts';

export type Grammar<T> = Parser<TokenKind, T>;
export type Output<T> = ParserOutput<TokenKind, T>;
export type MaybeToken = Token<TokenKind> | undefined;

/** Deeper nesting is a diagnostic, so that no input can exhaust the stack. */
export const NESTING_MAX = 200;

/** Why a parser stopped: what it expected at the token, or a diagnostic of its own. */
export type Cause =
  | { readonly expected: string; readonly words: readonly string[] }
  | { readonly code: Code; readonly finding: Finding };

export class Failure implements ParseError {
  readonly kind = 'Error';
  readonly pos: SourceToken;
  readonly cause: Cause;

  constructor(at: MaybeToken, cause: Cause) {
    this.pos = tokenOf(at);
    this.cause = cause;
  }

  get message(): string {
    return 'expected' in this.cause ? this.cause.expected : this.cause.code;
  }
}

/** Our lexer makes all tokens; the library's types only do not say so. */
export function tokenOf(token: MaybeToken): SourceToken {
  if (token instanceof SourceToken) return token;
  throw new TypeError('a parser was given a token that is not of the lexer');
}

export function success<T>(first: MaybeToken, next: MaybeToken, result: T): Output<T> {
  return { successful: true, candidates: [{ firstToken: first, nextToken: next, result }], error: undefined };
}

/** `words` are what the author may have meant to write there. */
export function failure<T>(at: MaybeToken, expected: string, words: readonly string[] = []): Output<T> {
  return { successful: false, error: new Failure(at, { expected, words }) };
}

/** Names what a parser wants; the name is used when it fails at its first token. */
export function expected<T>(parser: Grammar<T>, what: string): Grammar<T> {
  return {
    parse(token) {
      const output = parser.parse(token);
      return output.successful || !isPassive(output.error, token) ? output : failure(token, what);
    },
  };
}

/** A keyword: a name like any other except where the grammar asks for it. */
export function word(text: string): Grammar<Token<TokenKind>> {
  return expected(str(text), `\`${text}\``);
}

export function symbol(text: string): Grammar<Token<TokenKind>> {
  return expected(str(text), `\`${text}\``);
}

/** What a node is built from beside its parts. */
export interface Site {
  readonly span: Span;
  readonly diagnostics: Diagnostics;
}

export function node<From, To>(parser: Grammar<From>, build: (parts: From, site: Site) => To): Grammar<To> {
  return apply(parser, (parts, [first, next]) => {
    const { start, reading } = tokenOf(first);
    return build(parts, {
      span: { source: reading.source, start, end: tokenOf(next).previousEnd },
      diagnostics: reading.diagnostics,
    });
  });
}

/** One token of a kind, turned into a node. */
export function leaf<T>(kind: TokenKind, build: (token: SourceToken, site: Site) => T): Grammar<T> {
  return node(tok(kind), (token, site) => build(tokenOf(token), site));
}

/** `undefined` when the parser fails passively. Unlike `opt_sc` it does not hide a failure after the first token. */
export function optional<T>(parser: Grammar<T>): Grammar<T | undefined> {
  return {
    parse(token) {
      const output = parser.parse(token);
      return output.successful || !isPassive(output.error, token) ? output : success(token, token, undefined);
    },
  };
}

/** As many as there are. The library's `rep_sc` copies its results for each, which is quadratic. */
export function many<T>(parser: Grammar<T>): Grammar<readonly T[]> {
  return {
    parse(token) {
      const results: T[] = [];
      let next = token;
      for (;;) {
        const output = parser.parse(next);
        if (!output.successful) return isPassive(output.error, next) ? success(token, next, results) : output;
        const candidate = only(output.candidates);
        results.push(candidate.result);
        next = candidate.nextToken;
      }
    },
  };
}

/** Repeats up to a closing symbol, which stays: where neither stands, both are named as expected. */
export function manyUntil<T>(parser: Grammar<T>, close: string, what: string): Grammar<readonly T[]> {
  const repeated = many(parser);
  return {
    parse(token) {
      const output = repeated.parse(token);
      if (!output.successful) return output;
      const { nextToken } = only(output.candidates);
      if (nextToken?.text === close) return output;
      return failure(nextToken, `${what} or \`${close}\``, wordsOf(parser.parse(nextToken)));
    },
  };
}

/** `first, second, …`, at least one, linear in their number. */
export function separated<T>(parser: Grammar<T>, separator: Grammar<unknown>): Grammar<readonly T[]> {
  return apply(seq(parser, many(kright(separator, parser))), ([head, tail]) => [head, ...tail]);
}

/** `first, second, …` up to a closing symbol, which stays; empty and with a trailing comma too. */
export function commaSeparated<T>(parser: Grammar<T>, close: string): Grammar<readonly T[]> {
  return {
    parse(token) {
      const results: T[] = [];
      let next = token;
      while (next?.text !== close) {
        const output = parser.parse(next);
        if (!output.successful) return output;
        const candidate = only(output.candidates);
        results.push(candidate.result);
        next = candidate.nextToken;
        if (next?.text !== ',') break;
        next = next.next;
      }
      return success(token, next, results);
    },
  };
}

/** Picks the parser by the text of the token; its failure is final because the choice was. */
export function byText<T>(table: Readonly<Record<string, Grammar<T>>>, otherwise: Grammar<T>): Grammar<T> {
  const parsers = new Map(Object.entries(table));
  return { parse: (token) => (parsers.get(token?.text ?? '') ?? otherwise).parse(token) };
}

/** Picks the parser by a keyword. */
export function byKeyword<T>(table: Readonly<Record<string, Grammar<T>>>, what: string): Grammar<T> {
  const words = Object.keys(table);
  return byText(table, { parse: (token) => failure(token, what, words) });
}

export type Kinds<T> = Readonly<Partial<Record<TokenKind, Grammar<T>>>>;

/** Picks the parser by the kind of the token. */
export function byKind<T>(table: Kinds<T>, otherwise: Grammar<T>): Grammar<T> {
  return { parse: (token) => (table[tokenOf(token).kind] ?? otherwise).parse(token) };
}

/** Picks the parser by looking ahead. */
export function choose<T>(
  isAhead: (token: SourceToken) => boolean,
  choices: { readonly ahead: Grammar<T>; readonly otherwise: Grammar<T> },
): Grammar<T> {
  return { parse: (token) => (isAhead(tokenOf(token)) ? choices.ahead : choices.otherwise).parse(token) };
}

/** Never matches: the end of a chain of alternatives. */
export function nothing(what: string): Grammar<never> {
  return { parse: (token) => failure(token, what) };
}

/** Refuses to go deeper than `NESTING_MAX`. The count lives in the reading, so that parsers stay free of state. */
export function nested<T>(parser: Grammar<T>): Grammar<T> {
  return {
    parse(token) {
      const { reading, span } = tokenOf(token);
      if (reading.depth > NESTING_MAX) {
        const finding = { span, values: { limit: NESTING_MAX } };
        return { successful: false, error: new Failure(token, { code: 'parse/too-deep', finding }) };
      }
      reading.depth++;
      const output = parser.parse(token);
      reading.depth--;
      return output;
    },
  };
}

/** The one candidate of a successful output. */
export function only<T>(candidates: readonly T[]): T {
  const [candidate] = candidates;
  if (candidate === undefined || candidates.length > 1) throw new TypeError('a parser was ambiguous');
  return candidate;
}

function wordsOf(output: Output<unknown>): readonly string[] {
  const cause = output.successful || !(output.error instanceof Failure) ? undefined : output.error.cause;
  return cause !== undefined && 'expected' in cause ? cause.words : [];
}

function isPassive(error: ParseError, token: MaybeToken): boolean {
  return error.pos?.index === token?.pos.index && !(error instanceof Failure && 'code' in error.cause);
}
