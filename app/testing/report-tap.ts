/** TAP 14: a subtest for every file. Diagnostics are YAML blocks whose values are JSON, which is YAML too. */
import type { CaseResult } from '#engine';
import { mistakesOf, oneLine, placeOf, titleOf } from './case-text.ts';
import { coverageLines } from './coverage-text.ts';
import type { ReportSettings } from './report.ts';
import { failedCount, type FileResult } from './run-file.ts';

export function tapReport(results: readonly FileResult[], { coverage }: ReportSettings): readonly string[] {
  return [
    'TAP version 14',
    `1..${results.length}`,
    ...results.flatMap((result, index) => fileLines(result, index + 1)),
    ...(coverage ? results.flatMap(coverageLines).map((line) => `# ${oneLine(line)}`) : []),
  ];
}

function fileLines(result: FileResult, number: number): readonly string[] {
  const { path, problem, cases } = result;
  const status = failedCount(result) === 0 ? 'ok' : 'not ok';
  const block = problem === null ? [] : yaml({ message: problem, mistakes: mistakesOf(result) }, '  ');
  if (problem !== null) return [`${status} ${number} - ${escape(path)}`, ...block];
  return [
    `# Subtest: ${escape(path)}`,
    `    1..${cases.length}`,
    ...cases.flatMap((each, index) => caseLines(each, index + 1)),
    `${status} ${number} - ${escape(path)}`,
  ];
}

function caseLines(result: CaseResult, number: number): readonly string[] {
  const { failure } = result;
  const description = `${number} - ${escape(titleOf(result))}`;
  if (failure === null) return [`    ok ${description}`];
  const { message, expected, found, trace } = failure;
  const block = yaml({ message, expected, found, at: placeOf(failure), trace }, '      ');
  return [`    not ok ${description}`, ...block];
}

function yaml(values: Readonly<Record<string, unknown>>, indent: string): readonly string[] {
  const lines = Object.entries(values).map(([name, value]) => `${indent}${name}: ${JSON.stringify(value)}`);
  return [`${indent}---`, ...lines, `${indent}...`];
}

/** `#` would begin a directive. */
function escape(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}
