/** The report for people: a line for every file, failures with their place and what stood in the way, and the sum. */
import type { CaseResult } from '#engine';
import { oneLine, placeOf, titleOf } from './case-text.ts';
import { coverageLines } from './coverage-text.ts';
import type { ReportSettings } from './report.ts';
import { failedCount, type FileResult, passedCount } from './run-file.ts';

export function humanReport(
  results: readonly FileResult[],
  { verbose, coverage }: ReportSettings,
): readonly string[] {
  const passed = results.reduce((sum, result) => sum + passedCount(result), 0);
  const failed = results.reduce((sum, result) => sum + failedCount(result), 0);
  return [
    ...results.flatMap((result) => fileLines(result, verbose)),
    ...(coverage ? results.flatMap(coverageLines).map(oneLine) : []),
    `test summary: ${passed} passed, ${failed} failed`,
  ];
}

function fileLines(result: FileResult, verbose: boolean): readonly string[] {
  const shown = result.cases.filter(({ failure }) => verbose || failure !== null);
  return [
    `${result.path}: ${passedCount(result)} passed, ${failedCount(result)} failed`,
    ...(result.problem === null ? [] : [`  error: ${oneLine(result.problem)}`]),
    ...shown.flatMap(caseLines),
  ];
}

function caseLines(result: CaseResult): readonly string[] {
  const { failure, details } = result;
  const lines = [
    `  [${failure === null ? 'PASS' : 'FAIL'}] ${titleOf(result)}`,
    ...details.map((detail) => `    ${oneLine(detail)}`),
  ];
  if (failure === null) return lines;
  const { file, line, column } = placeOf(failure);
  const trace = failure.trace.map((step) => `      ${oneLine(step)}`);
  return [...lines, `    error: ${oneLine(failure.message)}`, `      at ${file}:${line}:${column}`, ...trace];
}
