/**
 * Diagnostics as one JSON document for programs. Lines and columns count from 1 and columns in characters, as editors show
 * them; offsets count from 0 in UTF-16 units, as JavaScript slices. Keys are only ever added within a version.
 */
import type { Diagnostic, Label, Severity } from '../diagnostic.ts';
import { positionOf, type Source } from '../source.ts';
import type { Span } from '../span.ts';
import { referenceUrl } from './reference.ts';
import { wellFormedJson } from './well-formed.ts';

const JSON_VERSION = 1;

export interface JsonOptions {
  readonly errors: number;
  readonly warnings: number;
  /** How many of them are not among the diagnostics given. */
  readonly omitted: number;
  readonly homepage?: string;
}

interface JsonPlace {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

interface JsonSpan {
  readonly file: string;
  readonly start: JsonPlace;
  readonly end: JsonPlace;
}

interface JsonDiagnostic extends JsonSpan {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly (JsonSpan & { readonly text: string })[];
  readonly help: string;
  readonly url: string;
}

/** On one line, so that it can be one of many. */
export function renderJson(diagnostics: readonly Diagnostic[], options: JsonOptions): string {
  const { errors, warnings, omitted, homepage } = options;
  const found = diagnostics.map((diagnostic) => jsonOf(diagnostic, homepage));
  return `${wellFormedJson({ version: JSON_VERSION, diagnostics: found, errors, warnings, omitted })}\n`;
}

function jsonOf(diagnostic: Diagnostic, homepage: string | undefined): JsonDiagnostic {
  const { code, severity, message, span, labels, help } = diagnostic;
  const url = referenceUrl(code, homepage);
  return { code, severity, message, ...spanOf(span), labels: labels.map(labelOf), help, url };
}

function labelOf({ span, text }: Label): JsonSpan & { readonly text: string } {
  return { ...spanOf(span), text };
}

function spanOf({ source, start, end }: Span): JsonSpan {
  return { file: source.name, start: placeOf(source, start), end: placeOf(source, end) };
}

function placeOf(source: Source, offset: number): JsonPlace {
  return { ...positionOf(source, offset), offset };
}
