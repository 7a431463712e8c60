/**
 * Tokens in the shape typescript-parsec expects, read on demand: `next` scans the following token once and keeps it.
 * Laziness is what lets a clause read its target or duration as raw text (`reread`) without the ordinary reading
 * of the same characters ever happening. A token keeps the place of its predecessor, never the predecessor itself,
 * so a parsed declaration can be collected while the file is still being read.
 */
import type { Token, TokenPosition } from 'typescript-parsec';
import type { Code } from '../codes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { type Position, positionOf, type Source } from '../source.ts';
import type { Span } from '../span.ts';

export type TokenKind =
  | 'name'
  | 'number'
  | 'quantity'
  | 'duration'
  | 'timestamp'
  | 'string'
  | 'symbol'
  /** Raw text of a clause; only ever made by `reread`. */
  | 'target'
  | 'date'
  | 'end'
  /** Text that is no token; `problem` says why. No grammar accepts it. */
  | 'error';

export interface Problem {
  readonly code: Code;
  readonly values?: Readonly<Record<string, string>>;
  readonly help?: string;
}

export interface Lexeme {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly problem?: Problem;
}

/** Where a token stands among its neighbours. */
export interface Place {
  /** Whether a line break separates the token from its predecessor; the first token begins a line too. */
  readonly atLineStart: boolean;
  readonly previousStart: number;
  readonly previousEnd: number;
}

/** One pass over one source: what all tokens of it share. */
export interface Reading {
  readonly source: Source;
  readonly text: string;
  readonly diagnostics: Diagnostics;
  /** How many operands are being parsed inside one another; kept by the parser's depth guard. */
  depth: number;
  tokenAfter(token: SourceToken): SourceToken;
}

export class SourceToken implements Token<TokenKind>, TokenPosition, Place {
  readonly reading: Reading;
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly problem: Problem | null;
  readonly atLineStart: boolean;
  readonly previousStart: number;
  readonly previousEnd: number;
  #next: SourceToken | undefined;

  constructor(reading: Reading, lexeme: Lexeme, place: Place) {
    this.reading = reading;
    this.kind = lexeme.kind;
    this.start = lexeme.start;
    this.end = lexeme.end;
    this.text = reading.text.slice(lexeme.start, lexeme.end);
    this.problem = lexeme.problem ?? null;
    this.atLineStart = place.atLineStart;
    this.previousStart = place.previousStart;
    this.previousEnd = place.previousEnd;
    this.#next = undefined;
  }

  /** The end token is followed by itself, so a parser never meets `undefined`. */
  get next(): SourceToken {
    this.#next ??= this.kind === 'end' ? this : this.reading.tokenAfter(this);
    return this.#next;
  }

  /** The text of the token before this one, empty for the first. */
  get previousText(): string {
    return this.reading.text.slice(this.previousStart, this.previousEnd);
  }

  /** The same place read as another kind of token; what follows is scanned from its end. */
  reread(kind: TokenKind, end: number): SourceToken {
    return new SourceToken(this.reading, { kind, start: this.start, end }, this);
  }

  /** Text before this token, read as a target; what follows is scanned from its end. */
  rereadFrom(start: number, end: number): SourceToken {
    return new SourceToken(this.reading, { kind: 'target', start, end }, this);
  }

  /** A token is its own position, so that a parse error leads back to the token it happened at. */
  get pos(): this {
    return this;
  }

  get index(): number {
    return this.start;
  }

  get rowBegin(): number {
    return this.#position(this.start).line;
  }

  get columnBegin(): number {
    return this.#position(this.start).column;
  }

  get rowEnd(): number {
    return this.#position(this.end).line;
  }

  get columnEnd(): number {
    return this.#position(this.end).column;
  }

  get span(): Span {
    return { source: this.reading.source, start: this.start, end: this.end };
  }

  #position(offset: number): Position {
    return positionOf(this.reading.source, offset);
  }
}
