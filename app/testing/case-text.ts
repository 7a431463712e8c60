/** What the reports have in common: how a case is called, and where it failed. */
import type { CaseFailure, CaseResult } from '#engine';
import { positionOf } from '#lang/source.js';
import type { FileResult } from './run-file.ts';

// A name may hold any character; a line of a report must stay one line, and no name may colour or forge another.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** `test "name"`. */
export function titleOf({ kind, name }: CaseResult): string {
  return `${kind} "${oneLine(name)}"`;
}

export function oneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function placeOf({ span }: Pick<CaseFailure, 'span'>): Place {
  const { line, column } = positionOf(span.source, span.start);
  return { file: span.source.name, line, column };
}

/** `file:line:column: message`, for mistakes in a test file or its module. */
export function mistakesOf({ diagnostics }: FileResult): readonly string[] {
  return diagnostics.map(({ severity, message, span }) => {
    const { file, line, column } = placeOf({ span });
    return `${file}:${line}:${column}: ${severity}: ${message}`;
  });
}
