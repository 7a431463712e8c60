/** Runs one test file: reads it and its module, checks one against the other, and runs the cases that are asked for. */
import { readFile } from 'node:fs/promises';
import { checkSuite, type Diagnostic, parseSuite, type Program, type Suite } from '#lang';
import { Diagnostics } from '#lang/diagnostic.js';
import { sourceFrom } from '#lang/module/text.js';
import { type CaseResult, Coverage, runCase } from '#engine';
import { reasonOf } from '#streams/faults.js';
import { loadProgram } from '../load.ts';
import { graphOf, moduleOf } from './files.ts';

export interface FileResult {
  readonly path: string;
  readonly module: string;
  readonly cases: readonly CaseResult[];
  /** Why none of them was run; it counts as a failure. */
  readonly problem: string | null;
  /** Mistakes in the test file or its module. */
  readonly diagnostics: readonly Diagnostic[];
  readonly covered: { readonly program: Program; readonly coverage: Coverage } | null;
  readonly durationMs: number;
  /** What the result depends on. */
  readonly files: readonly string[];
}

type Outcome = Pick<FileResult, 'cases' | 'problem' | 'diagnostics' | 'covered'>;

/**
 * Without tags every case is run, else those that carry one of them. Rejects when the test file cannot be read.
 *
 * @example
 * const { cases, problem } = await test('rules/shop.test.arb');
 */
export async function runFile(path: string, tags: readonly string[] = []): Promise<FileResult> {
  const startedAt = performance.now();
  const module = moduleOf(path);
  const found = new Diagnostics();
  const suite = parseSuite(sourceFrom(path, await readFile(path), found), found);
  const outcome = await runSuite(suite, { module, tags, found });
  const content = await readFile(module).catch(() => null);
  const graph = content === null ? [] : await graphOf(module, content);
  const files = [...new Set([path, module, ...graph])];
  return { path, module, ...outcome, durationMs: performance.now() - startedAt, files };
}

async function runSuite(
  suite: Suite,
  {
    module,
    tags,
    found,
  }: { readonly module: string; readonly tags: readonly string[]; readonly found: Diagnostics },
): Promise<Outcome> {
  const loaded = await loadProgram(module).catch((error: unknown) => reasonOf(error));
  if (typeof loaded === 'string')
    return stopped(`module \`${module}\` cannot be read: ${loaded}`, found.sorted());
  if (loaded.kind === 'refused')
    return stopped(`module \`${module}\` is refused: ${loaded.reason}`, found.sorted());
  if (loaded.kind === 'rejected') {
    found.add(loaded.diagnostics);
    return stopped(`module \`${module}\` has mistakes`, found.sorted());
  }
  const { program } = loaded;
  const isParsed = !found.hasErrors;
  if (isParsed) checkSuite(suite, program, found);
  if (found.hasErrors) return stopped('the test file has mistakes', found.sorted());
  if (suite.cases.length === 0) return stopped('the test file has no cases', []);
  const coverage = new Coverage(program);
  const selected = suite.cases.filter(
    (each) => tags.length === 0 || each.tags.some(({ value }) => tags.includes(value)),
  );
  const cases = selected.map((each) => runCase(each, { program, coverage }));
  return { cases, problem: null, diagnostics: found.sorted(), covered: { program, coverage } };
}

function stopped(problem: string, diagnostics: readonly Diagnostic[]): Outcome {
  return { cases: [], problem, diagnostics, covered: null };
}

export function failedCount({ cases, problem }: FileResult): number {
  return cases.filter(({ failure }) => failure !== null).length + (problem === null ? 0 : 1);
}

export function passedCount({ cases }: FileResult): number {
  return cases.filter(({ failure }) => failure === null).length;
}
