/** What the reports have in common: how a case is called, where it failed, how much of a module is covered. */
import { type CaseFailure, type CaseResult, isCovered, type Unit } from '#engine';
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

const KINDS = { rule: 'rule', arm: 'arm', 'flag-rule': 'flag rule', 'expert-rule': 'expert rule' } as const;

/** One line for the module, then one for each part of which something was never seen. */
export function coverageLines({ module, covered }: FileResult): readonly string[] {
  const units = covered?.coverage.units ?? [];
  const count = units.filter(isCovered).length;
  return [
    `coverage of ${module}: ${count} of ${units.length}`,
    ...units
      .filter((unit) => !isCovered(unit))
      .map((unit) => `  ${KINDS[unit.kind]} ${unit.name}: ${missingIn(unit)}`),
  ];
}

function missingIn({ evaluated, matched, missed, fallback }: Unit): string {
  if (evaluated === 0) return 'never evaluated';
  const missing = [
    ...(matched === 0 ? ['never matched'] : []),
    ...(missed === 0 ? ['always matched'] : []),
    ...(fallback === 0 ? ['never its `otherwise`'] : []),
  ];
  return missing.join(', ');
}
