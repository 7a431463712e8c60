/** JUnit XML: a suite for every file. What cannot be decided is an `error`, a claim that does not hold is a `failure`. */
import type { CaseResult } from '#engine';
import { mistakesOf, placeOf, titleOf } from './case-text.ts';
import { failedCount, type FileResult } from './run-file.ts';

/** Characters that XML 1.0 cannot hold, not even escaped; a lone surrogate is no character. */
const IMPOSSIBLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export function junitReport(results: readonly FileResult[]): readonly string[] {
  const tests = results.reduce((sum, result) => sum + testsOf(result), 0);
  const failures = results.reduce((sum, result) => sum + failedCount(result), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${tests}" failures="${failures}" time="${seconds(results)}">`,
    ...results.flatMap(suiteLines),
    '</testsuites>',
  ];
}

function suiteLines(result: FileResult): readonly string[] {
  const { path, cases, problem } = result;
  const broken = problem === null ? 0 : 1;
  const counts = `tests="${testsOf(result)}" failures="${failedCount(result) - broken}" errors="${broken}"`;
  return [
    `  <testsuite name="${escape(path)}" ${counts} time="${seconds([result])}">`,
    ...(problem === null ? [] : problemLines(result, problem)),
    ...cases.flatMap((each) => caseLines(each, path)),
    '  </testsuite>',
  ];
}

/** Why a file was not run stands as a case of its own, because readers only look at cases. */
function problemLines(result: FileResult, problem: string): readonly string[] {
  const text = mistakesOf(result).map(escape).join('&#10;');
  return [
    `    <testcase classname="${escape(result.path)}" name="(file)">`,
    `      <error message="${escape(problem)}">${text}</error>`,
    '    </testcase>',
  ];
}

function caseLines(result: CaseResult, path: string): readonly string[] {
  const { failure } = result;
  const head = `classname="${escape(path)}" name="${escape(titleOf(result))}"`;
  if (failure === null) return [`    <testcase ${head}/>`];
  const { file, line, column } = placeOf(failure);
  const text = [`at ${file}:${line}:${column}`, ...failure.trace].map(escape).join('&#10;');
  return [
    `    <testcase ${head} file="${escape(file)}" line="${line}">`,
    `      <failure message="${escape(failure.message)}">${text}</failure>`,
    '    </testcase>',
  ];
}

function testsOf({ cases, problem }: FileResult): number {
  return cases.length + (problem === null ? 0 : 1);
}

function seconds(results: readonly FileResult[]): string {
  return (results.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(3);
}

function escape(text: string): string {
  return text
    .replace(IMPOSSIBLE, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? '');
}
