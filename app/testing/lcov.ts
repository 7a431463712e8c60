/**
 * Coverage as lcov. A rule is a function; its first line counts evaluations, the lines of its condition how often that was
 * asked, the lines of its params how often it applied (those of `otherwise` how often that did). Each leaf of the condition
 * has two branches, true and false; the condition of an expert rule has them as a whole. Lines without code are left out.
 */
import type { Program } from '#lang';
import type { CodeRange, CompiledAction } from '#lang/bytecode/program.js';
import type { Unit } from '#engine';
import { spanOf } from '#engine/govern/excerpt.js';
import { placesIn } from './places.ts';
import type { FileResult } from './run-file.ts';

/** What is either true or false, and how often it was. */
interface Decided {
  readonly line: number;
  readonly held: number;
  readonly failed: number;
}

interface Lines {
  readonly functions: string[];
  readonly decided: Decided[];
  readonly counts: Map<number, number>;
}

/** Lines of one program. */
interface Located {
  readonly lineOf: (offset: number) => number;
  readonly linesOf: (range: CodeRange) => readonly number[];
}

export function lcovOf(results: readonly FileResult[]): string {
  return results
    .flatMap((result) => [...linesByFile(result)].map(([file, lines]) => record(file, lines)))
    .join('');
}

function linesByFile(result: FileResult): ReadonlyMap<string, Lines> {
  const byFile = new Map<string, Lines>();
  if (result.covered === null) return byFile;
  const { program, coverage } = result.covered;
  const placeOf = placesIn(program, result);
  const lineOf = (offset: number): number => placeOf(offset).line;
  const located = { lineOf, linesOf: (range: CodeRange) => linesIn(program, range, lineOf) };
  for (const unit of coverage.units) {
    const { file } = placeOf(unit.span.start);
    const lines = byFile.get(file) ?? { functions: [], decided: [], counts: new Map<number, number>() };
    byFile.set(file, lines);
    addUnit(unit, lines, located);
  }
  return byFile;
}

function addUnit(unit: Unit, { functions, decided, counts }: Lines, { lineOf, linesOf }: Located): void {
  const { kind, name, span, evaluated, matched, missed, fallback, asked, condition, leaves } = unit;
  const line = lineOf(span.start);
  functions.push(`FN:${line},${kind} ${name}`, `FNDA:${evaluated},${kind} ${name}`);
  for (const at of partsOf(unit.otherwise).flatMap(linesOf)) counts.set(at, fallback ?? 0);
  for (const at of partsOf(unit.then).flatMap(linesOf)) counts.set(at, matched);
  const lines = condition === null ? [] : linesOf(condition);
  const isWhole = kind === 'expert-rule';
  for (const at of lines) counts.set(at, isWhole ? evaluated : asked);
  counts.set(line, evaluated);
  decided.push(...leaves.map(({ span: { start }, held, failed }) => ({ line: lineOf(start), held, failed })));
  const [first] = lines;
  if (isWhole && first !== undefined) decided.push({ line: first, held: matched, failed: missed ?? 0 });
}

function partsOf(action: CompiledAction | null): readonly CodeRange[] {
  if (action === null) return [];
  return [...(action.lets === null ? [] : [action.lets]), ...action.params.map(({ code }) => code)];
}

function linesIn(program: Program, range: CodeRange, lineOf: Located['lineOf']): readonly number[] {
  const { start, end } = spanOf(program, range);
  if (end === 0) return [];
  const first = lineOf(start);
  const last = lineOf(Math.max(start, end - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function record(path: string, { functions, decided, counts }: Lines): string {
  const lines = [...counts].sort(([a], [b]) => a - b);
  const ways = decided.flatMap(({ held, failed }) => [held, failed]);
  return [
    'TN:',
    `SF:${path}`,
    ...functions,
    ...decided.flatMap(branchLines),
    `BRF:${ways.length}`,
    `BRH:${hits(ways)}`,
    ...lines.map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${hits(lines.map(([, count]) => count))}`,
    'end_of_record\n',
  ].join('\n');
}

/** A dash is for what was never reached. */
function branchLines({ line, held, failed }: Decided, block: number): readonly string[] {
  const isReached = held + failed > 0;
  return [held, failed].map((count, way) => `BRDA:${line},${block},${way},${isReached ? count : '-'}`);
}

function hits(counts: readonly number[]): number {
  return counts.filter((count) => count > 0).length;
}
