/**
 * What the author wrote, as the formatter asks for it: literal texts, where marks and line breaks are, and comments,
 * each of which is taken once by whoever prints it. What nobody takes is left for the part around it, so that no comment
 * is lost.
 */
import type { Declaration, Expression } from '../ast/nodes.ts';
import type { Source } from '../source.ts';
import { type Span, textOf } from '../span.ts';
import { type Comment, scan } from './scan.ts';

const BLANK_LINE = /\n[ \t\r]*\n/;

export interface Range {
  readonly start: number;
  readonly end: number;
}

export class Original {
  readonly length: number;
  /** Expressions that get parentheses though precedence does not ask for them; see `guards.ts`. */
  readonly guarded = new Set<Expression>();
  readonly #text: string;
  readonly #code: string;
  readonly #comments: readonly Comment[];
  readonly #taken = new Set<Comment>();
  #floor = 0;
  /** Blanks that have been skipped once: a line of a thousand comments is not read a thousand times. */
  #blanks: Range = { start: 0, end: 0 };

  constructor(source: Source, declarations: readonly Declaration[]) {
    const { comments, code } = scan(source.text, declarations);
    this.length = source.text.length;
    this.#text = source.text;
    this.#code = code;
    this.#comments = comments;
  }

  /** As written. */
  text(span: Span): string {
    return textOf(span);
  }

  slice({ start, end }: Range): string {
    return this.#text.slice(start, end);
  }

  /** As written, with blanks for comments. */
  code({ start, end }: Range): string {
    return this.#code.slice(start, end);
  }

  /** The offset of a mark outside strings and comments. */
  find(mark: string, from: number): number {
    const found = this.#code.indexOf(mark, from);
    return found === -1 ? this.length : found;
  }

  findLast(mark: string, before: number): number {
    return this.#code.lastIndexOf(mark, before - 1);
  }

  hasLineBreak({ start, end }: Range): boolean {
    return this.#text.slice(start, end).includes('\n');
  }

  hasBlankLine({ start, end }: Range): boolean {
    return BLANK_LINE.test(this.#code.slice(start, end));
  }

  /** The first character of code from an offset on that is neither a blank nor a comment; empty at the end. */
  nextMark(from: number): { readonly mark: string; readonly at: number } {
    const known = this.#blanks;
    let at = known.start <= from && from <= known.end ? known.end : from;
    while (at < this.length && ' \t\r'.includes(this.#code.charAt(at))) at++;
    this.#blanks = { start: from, end: at };
    return { mark: this.#code.charAt(at), at };
  }

  /** Where a part ends when the parentheses around it, which no node has, are counted in. */
  endWithParentheses(end: number, limit: number): number {
    let last = end;
    for (let at = end; at < limit; at++) {
      const mark = this.#code.charAt(at);
      if (mark === ')') last = at + 1;
      else if (!' \t\r\n'.includes(mark)) break;
    }
    return last;
  }

  /** Comments that nobody has taken yet. */
  comments({ start, end }: Range): readonly Comment[] {
    const found: Comment[] = [];
    for (let index = this.#firstAt(start); index < this.#comments.length; index++) {
      const comment = this.#comments[index];
      if (comment === undefined || comment.start >= end) break;
      if (!this.#taken.has(comment)) found.push(comment);
    }
    return found;
  }

  take(comments: readonly Comment[]): void {
    for (const comment of comments) this.#taken.add(comment);
  }

  /** Runs `print` for a part that begins at an offset: comments before it are none of its own. */
  within<T>(start: number, print: () => T): T {
    const outer = this.#floor;
    this.#floor = start;
    const printed = print();
    this.#floor = outer;
    return printed;
  }

  /** Takes the comments of one line that stand in the part before an offset; they can be printed within a line. */
  takeInline(before: number): readonly Comment[] {
    const found = this.comments({ start: this.#floor, end: before }).filter(
      ({ text }) => text.startsWith('/*') && !text.includes('\n'),
    );
    this.take(found);
    return found;
  }

  #firstAt(offset: number): number {
    let low = 0;
    let high = this.#comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#comments[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
