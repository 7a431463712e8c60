/**
 * The comments of a source, and its code without them. Comments are found in the text itself because no node holds
 * them; what only looks like one (`#` in a string, `//` in a target) is told apart by the spans of those nodes.
 */
import type { ArbiterClause, Declaration, FlagDeclaration, Target } from '../ast/nodes.ts';
import { stringEnd } from '../lexer/lex.ts';
import { lineEnd } from '../lexer/trivia.ts';
import type { Span } from '../span.ts';

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Scanned {
  /** In source order. */
  readonly comments: readonly Comment[];
  /** The text with comments as blanks and the insides of strings and targets as letters, so that marks can be looked for. */
  readonly code: string;
}

export function scan(text: string, declarations: readonly Declaration[]): Scanned {
  return new Scan(text).run(declarations.flatMap(rawSpans));
}

class Scan {
  readonly #text: string;
  readonly #comments: Comment[] = [];
  readonly #pieces: string[] = [];
  #copied = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(raw: readonly Pick<Span, 'start' | 'end'>[]): Scanned {
    const mark = /["#]|\/[/*]/g;
    const markFrom = (offset: number): number => {
      mark.lastIndex = offset;
      return mark.exec(this.#text)?.index ?? this.#text.length;
    };
    let at = markFrom(0);
    for (const { start, end } of raw) {
      while (at < start) at = markFrom(this.#pass(at));
      this.#cover(start, 'x'.repeat(end - start));
      if (at < end) at = markFrom(end);
    }
    while (at < this.#text.length) at = markFrom(this.#pass(at));
    this.#pieces.push(this.#text.slice(this.#copied));
    return { comments: this.#comments, code: this.#pieces.join('') };
  }

  /** Covers the string or comment at an offset; returns its end. */
  #pass(start: number): number {
    const text = this.#text;
    if (text.startsWith('"', start)) {
      const end = stringEnd(text, start, text.length) ?? text.length;
      this.#cover(start, `"${'x'.repeat(Math.max(0, end - start - 2))}"`);
      return end;
    }
    const end = text.startsWith('/*', start) ? blockEnd(text, start) : lineEnd(text, start);
    this.#comments.push({ start, end, text: text.slice(start, end).replace(/[ \t\r]+(?=\n|$)/g, '') });
    this.#cover(start, ' '.repeat(end - start));
    return end;
  }

  #cover(start: number, cover: string): void {
    this.#pieces.push(this.#text.slice(this.#copied, start), cover);
    this.#copied = start + cover.length;
  }
}

function blockEnd(text: string, start: number): number {
  const close = text.indexOf('*/', start + 2);
  return close === -1 ? text.length : close + 2;
}

/** What the lexer did not read in its ordinary way, in source order. */
function rawSpans(declaration: Declaration): readonly Span[] {
  if (declaration.kind === 'arbiter') return declaration.clauses.flatMap(targetsOf).map(({ span }) => span);
  if (declaration.kind === 'worker') return [declaration.target.span];
  return declaration.kind === 'flag' ? variantSpans(declaration) : [];
}

function targetsOf(clause: ArbiterClause): readonly Target[] {
  if ('target' in clause) return clause.target === null ? [] : [clause.target];
  return clause.kind === 'schedule' && clause.source !== null ? [clause.source] : [];
}

/** A variant is known by its source text, comments and all. */
function variantSpans({ default: served, rules }: FlagDeclaration): readonly Span[] {
  const chosen = rules.flatMap(({ serves }) => (serves.kind === 'variant-name' ? [serves.span] : []));
  return served === null ? chosen : [served.span, ...chosen];
}
