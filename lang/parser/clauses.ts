/**
 * Clauses come in any order, so a declaration first collects them and then sorts them out by kind. A clause given twice
 * is a mistake, reported with both places; a header modifier may repeat (the language has always allowed it) and the
 * last one counts.
 */
import type { Diagnostics } from '../diagnostic.ts';
import type { Span } from '../span.ts';

export interface Clause {
  readonly kind: string;
  readonly span: Span;
}

type OfKind<C extends Clause, K extends C['kind']> = Extract<C, { readonly kind: K }>;

export class Clauses<C extends Clause> {
  readonly #clauses: readonly C[];
  readonly #diagnostics: Diagnostics;

  constructor(clauses: readonly C[], diagnostics: Diagnostics) {
    this.#clauses = clauses;
    this.#diagnostics = diagnostics;
  }

  all<K extends C['kind']>(kind: K): readonly OfKind<C, K>[] {
    return this.#clauses.filter((clause): clause is OfKind<C, K> => clause.kind === kind);
  }

  /** The one clause of a kind. `title` is what the author calls it. */
  one<K extends C['kind']>(kind: K, title: string): OfKind<C, K> | null {
    const [first, ...others] = this.all(kind);
    for (const other of others) {
      const labels = first === undefined ? [] : [{ span: first.span, text: 'the first one' }];
      this.#diagnostics.report('parse/duplicate-clause', {
        span: other.span,
        values: { clause: title },
        labels,
      });
    }
    return first ?? null;
  }

  /** The last modifier of a kind. */
  last<K extends C['kind']>(kind: K, title: string): OfKind<C, K> | null {
    const found = this.all(kind);
    for (const repeated of found.slice(1)) {
      this.#diagnostics.report('parse/repeated-modifier', {
        span: repeated.span,
        values: { modifier: title },
      });
    }
    return found.at(-1) ?? null;
  }
}
