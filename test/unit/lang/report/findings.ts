/** Diagnostics made by hand, so that what is reported can be tested without finding it first. */
import { CODES, type Code } from '#lang/codes.js';
import type { Diagnostic, Label } from '#lang/diagnostic.js';
import type { Source } from '#lang/source.js';
import type { Span } from '#lang/span.js';

export function sourceOf(text: string, name = 'rules.arb'): Source {
  return { name, text };
}

/** The first place of a word in a source. */
export function placeOf(source: Source, word: string): Span {
  const start = source.text.indexOf(word);
  if (start === -1) throw new RangeError(`\`${word}\` is not in ${source.name}`);
  return { source, start, end: start + word.length };
}

export function endOf(source: Source): Span {
  return { source, start: source.text.length, end: source.text.length };
}

export function finding(
  span: Span,
  given: {
    readonly code?: Code;
    readonly message?: string;
    readonly help?: string;
    readonly labels?: readonly Label[];
  } = {},
): Diagnostic {
  const { code = 'check/unknown-field', message = 'message', help = '', labels = [] } = given;
  return { code, severity: CODES[code].severity, message, span, labels, help };
}
