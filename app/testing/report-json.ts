/** The report as one JSON document. */
import { type CaseResult, isCovered, isLeafCovered, type LeafCount, type Unit } from '#engine';
import { type Place, placeOf } from './case-text.ts';
import { placesIn } from './places.ts';
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

function coverageOf(result: FileResult) {
  if (result.covered === null) return { coverage: [] };
  const { program, coverage } = result.covered;
  const at = placesIn(program, result);
  return { coverage: coverage.units.map((unit) => unitOf(unit, at)) };
}

function unitOf(unit: Unit, at: (offset: number) => Place) {
  const { kind, name, evaluated, matched, missed, fallback } = unit;
  const leaves = unit.leaves.map((leaf) => leafOf(leaf, at(leaf.span.start)));
  return { kind, name, evaluated, matched, missed, fallback, covered: isCovered(unit), leaves };
}

function leafOf(leaf: LeafCount, place: Place) {
  const { check, held, failed } = leaf;
  return { check, ...place, held, failed, covered: isLeafCovered(leaf) };
}
