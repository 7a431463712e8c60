/** What became of a case. A case ends at its first failure; what held before is in `details`. */
import type { Span } from '#lang/span.js';

export interface CaseFailure {
  readonly message: string;
  /** As the case says it and as it was; `null` where the case could not be decided. */
  readonly expected: string | null;
  readonly found: string | null;
  /** Place in the test file. */
  readonly span: Span;
  /** Arbitrace of what was expected. */
  readonly trace: readonly string[];
}

export interface CaseResult {
  readonly kind: 'test' | 'scenario';
  readonly name: string;
  readonly tags: readonly string[];
  readonly span: Span;
  /** Claims that held, in order. */
  readonly details: readonly string[];
  /** `null` when all of them did. */
  readonly failure: CaseFailure | null;
}

export interface Mismatch {
  readonly expected: string;
  readonly found: string;
  readonly span: Span;
  readonly trace?: readonly string[];
}

export function mismatch({ expected, found, span, trace = [] }: Mismatch): CaseFailure {
  return { message: `expected ${expected}, found ${found}`, expected, found, span, trace };
}

/** The case itself is wrong, or what it asks for cannot be done. */
export function broken(message: string, span: Span): CaseFailure {
  return { message, expected: null, found: null, span, trace: [] };
}

export function unordered(shown: string, span: Span): CaseFailure {
  return broken(`values that have no order are compared: ${shown}`, span);
}
