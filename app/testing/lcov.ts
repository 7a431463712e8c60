/**
 * Coverage as lcov. A rule is a function; its first line counts evaluations, the lines of its condition how often that was
 * asked, the lines of its params how often it applied (those of `otherwise` how often that did), and the two branches
 * on the condition's line how often it was true and false. Lines without code are left out.
 */
import { dirname, join } from 'node:path';
import type { Program } from '#lang';
import type { CodeRange, CompiledAction } from '#lang/bytecode/program.js';
import { ProgramSources } from '#lang/bytecode/program-source.js';
import type { Unit } from '#engine';
import { spanOf } from '#engine/govern/excerpt.js';
import type { FileResult } from './run-file.ts';

interface Lines {
  readonly functions: string[];
  readonly branches: string[];
  readonly counts: Map<number, number>;
}

export function lcovOf(results: readonly FileResult[]): string {
  return results
    .flatMap(({ module, files, covered }) => {
      if (covered === null) return [];
      const { program, coverage } = covered;
      return [...linesByFile(program, coverage.units)].map(([file, lines]) =>
        record(pathOf(file, { module, files }), lines),
      );
    })
    .join('');
}

function linesByFile(program: Program, units: readonly Unit[]): ReadonlyMap<string, Lines> {
  const sources = new ProgramSources(program);
  const byFile = new Map<string, Lines>();
  for (const unit of units) {
    const { file, line } = sources.lineOf(unit.span.start);
    const lines = byFile.get(file) ?? { functions: [], branches: [], counts: new Map<number, number>() };
    byFile.set(file, lines);
    addUnit(unit, { lines, line, linesOf: (range) => linesIn(program, sources, range) });
  }
  return byFile;
}

interface Adding {
  readonly lines: Lines;
  readonly line: number;
  readonly linesOf: (range: CodeRange) => readonly number[];
}

function addUnit(unit: Unit, { lines, line, linesOf }: Adding): void {
  const { kind, name, evaluated, matched, missed, fallback, condition } = unit;
  lines.functions.push(`FN:${line},${kind} ${name}`, `FNDA:${evaluated},${kind} ${name}`);
  const isTraced = kind !== 'expert-rule';
  const held = isTraced ? unit.held : matched;
  const failed = isTraced ? unit.failed : (missed ?? 0);
  for (const at of partsOf(unit.otherwise).flatMap(linesOf)) lines.counts.set(at, fallback ?? 0);
  for (const at of partsOf(unit.then).flatMap(linesOf)) lines.counts.set(at, matched);
  const asked = condition === null ? [] : linesOf(condition);
  for (const at of asked) lines.counts.set(at, held + failed);
  lines.counts.set(line, evaluated);
  const [first] = asked;
  if (first === undefined) return;
  const taken = (count: number): string => (held + failed === 0 ? '-' : String(count));
  const block = lines.branches.length / 2;
  lines.branches.push(`BRDA:${first},${block},0,${taken(held)}`, `BRDA:${first},${block},1,${taken(failed)}`);
}

function partsOf(action: CompiledAction | null): readonly CodeRange[] {
  if (action === null) return [];
  return [...(action.lets === null ? [] : [action.lets]), ...action.params.map(({ code }) => code)];
}

function linesIn(program: Program, sources: ProgramSources, range: CodeRange): readonly number[] {
  const { start, end } = spanOf(program, range);
  if (end === 0) return [];
  const first = sources.lineOf(start).line;
  const last = sources.lineOf(Math.max(start, end - 1)).line;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function record(path: string, { functions, branches, counts }: Lines): string {
  const lines = [...counts].sort(([a], [b]) => a - b);
  const hit = lines.filter(([, count]) => count > 0).length;
  return [
    'TN:',
    `SF:${path}`,
    ...functions,
    ...branches,
    ...lines.map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${hit}`,
    'end_of_record\n',
  ].join('\n');
}

/** Imported files are named from the root of the project, which need not be the folder of the module. */
function pathOf(file: string, { module, files }: Pick<FileResult, 'module' | 'files'>): string {
  if (file === '') return module;
  return files.find((known) => known === file || known.endsWith(`/${file}`)) ?? join(dirname(module), file);
}
