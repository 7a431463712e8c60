/** The report as one JSON document. */
import { type CaseResult, isCovered } from '#engine';
import { placeOf } from './case-text.ts';
import type { ReportSettings } from './report.ts';
import { failedCount, type FileResult, passedCount } from './run-file.ts';

export function jsonReport(results: readonly FileResult[], { coverage }: ReportSettings): readonly string[] {
  const passed = results.reduce((sum, result) => sum + passedCount(result), 0);
  const failed = results.reduce((sum, result) => sum + failedCount(result), 0);
  const files = results.map((result) => ({ ...fileOf(result), ...(coverage ? coverageOf(result) : {}) }));
  return [JSON.stringify({ passed, failed, files })];
}

function fileOf(result: FileResult) {
  const { path, module, problem, cases, diagnostics } = result;
  return {
    file: path,
    module,
    passed: passedCount(result),
    failed: failedCount(result),
    error: problem,
    diagnostics: diagnostics.map(({ code, severity, message, help, span }) => {
      return { code, severity, message, help, ...placeOf({ span }) };
    }),
    cases: cases.map(caseOf),
  };
}

function caseOf({ kind, name, tags, details, failure }: CaseResult) {
  const passed = failure === null;
  if (failure === null) return { kind, name, tags, passed, details, failure };
  const { message, expected, found, trace } = failure;
  return {
    kind,
    name,
    tags,
    passed,
    details,
    failure: { message, expected, found, ...placeOf(failure), trace },
  };
}

function coverageOf({ covered }: FileResult) {
  const units = covered?.coverage.units ?? [];
  return {
    coverage: units.map((unit) => {
      const { kind, name, evaluated, matched, missed, fallback } = unit;
      return { kind, name, evaluated, matched, missed, fallback, covered: isCovered(unit) };
    }),
  };
}
