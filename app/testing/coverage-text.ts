/** Coverage for people: what of a module was never seen, and where it stands. */
import { isCovered, isLeafCovered, type LeafCount, type Unit } from '#engine';
import type { Place } from './case-text.ts';
import { placesIn } from './places.ts';
import type { FileResult } from './run-file.ts';

const KINDS = {
  rule: 'rule',
  arm: 'arm',
  'flag-rule': 'flag rule',
  'expert-rule': 'expert rule',
  segment: 'segment',
} as const;

/** Sums for the module, then what was missed: each unit, and below it each leaf. A segment counts by its leaves. */
export function coverageLines(result: Pick<FileResult, 'module' | 'files' | 'covered'>): readonly string[] {
  const { module, covered } = result;
  if (covered === null) return [];
  const { coverage, program } = covered;
  const units = coverage.units.filter(({ kind }) => kind !== 'segment');
  const leaves = coverage.units.flatMap((unit) => unit.leaves);
  const placeOf = placesIn(program, result);
  return [
    `coverage of ${module}: ${units.filter(isCovered).length} of ${units.length}`,
    ...(leaves.length === 0 ? [] : [`  leaves: ${leaves.filter(isLeafCovered).length} of ${leaves.length}`]),
    ...coverage.units.flatMap((unit) => unitLines(unit, placeOf)),
  ];
}

function unitLines(unit: Unit, placeOf: (offset: number) => Place): readonly string[] {
  const missed = unit.leaves.filter((leaf) => !isLeafCovered(leaf));
  const missing = missingIn(unit);
  if (missed.length === 0 && missing === '') return [];
  return [
    `  ${KINDS[unit.kind]} ${unit.name}${missing === '' ? '' : `: ${missing}`}`,
    ...missed.map((leaf) => leafLine(leaf, placeOf(leaf.span.start))),
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

function leafLine({ check, held, failed }: LeafCount, { file, line, column }: Place): string {
  const missing = held + failed === 0 ? 'never reached' : held === 0 ? 'never true' : 'never false';
  return `    ${file}:${line}:${column}: ${check}: ${missing}`;
}
