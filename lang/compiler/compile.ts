/** Sources to program: parse, link, check, lower. Diagnostics are collected through all of it; with an error there is no program. */
import type { Declaration } from '../ast/nodes.ts';
import { LANGUAGE_VERSION, type Program } from '../bytecode/program.ts';
import { ProgramSources } from '../bytecode/program-source.ts';
import { verifyProgram } from '../bytecode/verify.ts';
import { check } from '../checker/check.ts';
import type { Checked, CheckedModule } from '../checker/checked.ts';
import { contextShape } from '../checker/context-shape.ts';
import { recordFields } from '../checker/schema.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import { type Files, filesOf } from '../module/files.ts';
import { linkModules, type Module } from '../module/link.ts';
import { overlaid } from '../module/overlay.ts';
import type { Source } from '../source.ts';
import { compileArbiter, compileWorker } from './arbiter.ts';
import { compileFlag } from './flag.ts';
import type { Assembly } from './lowering.ts';
import { Placement } from './placement.ts';
import { Pools } from './pools.ts';
import { compileExpertRule, compileRule, compileSegment, compileStrategy } from './rule.ts';
import { compileSchema, compileTable } from './schema.ts';

export interface Compilation {
  /** `null` when there is an error among the diagnostics. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileOptions {
  /** What the bundle is called, for example in rollouts and audit rows. */
  readonly name: string;
  /** Unix seconds, to warn of flags that have expired. */
  readonly nowSeconds?: number;
  /** The path among the files whose flags and segments take the place of those with their names, see `overlayPath`. */
  readonly overlay?: string | undefined;
  /** What was found before, in bytes and in the manifest. */
  readonly findings?: readonly Diagnostic[];
  /** Whether constant expressions are computed now; on unless a test compares both ways. */
  readonly fold?: boolean;
}

/** One text; what it imports is not there. */
export function compile(source: Source, name: string): Compilation {
  return compileFiles('main.arb', filesOf('main.arb', source), { name });
}

/** `entry` is the root of the program: its names are bare. */
export function compileFiles(entry: string, files: Files, options: CompileOptions): Compilation {
  const diagnostics = new Diagnostics();
  diagnostics.add(options.findings ?? []);
  const linked = linkModules(entry, files, diagnostics);
  const modules = overlaid(linked, files.get(options.overlay ?? ''), diagnostics);
  for (const { files: parsed } of modules.values())
    for (const { findings } of parsed) diagnostics.add(findings);
  const { nowSeconds } = options;
  const checked = check(modules.values(), diagnostics, nowSeconds === undefined ? {} : { nowSeconds });
  const program = diagnostics.hasErrors ? null : lower(entry, { modules, checked, options });
  return {
    program: program === null ? null : verified(program, diagnostics),
    diagnostics: diagnostics.sorted(),
  };
}

/** What the compiler makes is safe by construction, but a rule can be larger than the machine. */
function verified(program: Program, diagnostics: Diagnostics): Program | null {
  const failure = verifyProgram(program);
  if (failure === null) return program;
  const pc = failure.pc ?? 0;
  const place = { start: program.spans[2 * pc] ?? 0, end: program.spans[2 * pc + 1] ?? 0 };
  const span = new ProgramSources(program).spanOf(place);
  if (span === null) throw new RangeError(`the compiler made a wrong program: ${failure.message}`);
  diagnostics.report('compile/too-large', { span, values: { reason: failure.message } });
  return null;
}

interface Input {
  readonly modules: ReadonlyMap<string, Module>;
  readonly checked: Checked;
  readonly options: CompileOptions;
}

function lower(entry: string, { modules, checked, options }: Input): Program {
  const assembly = begin(entry, { modules, checked, options });
  const tables = each(checked, 'table', (table, module) => compileTable(table, module, assembly));
  const segments = each(checked, 'segment', (segment, module) => compileSegment(segment, module, assembly));
  const rules = each(checked, 'rule', (rule, module) => compileRule(rule, module, assembly));
  const strategies = each(checked, 'strategy', (found, module) => compileStrategy(found, module, assembly));
  const flags = each(checked, 'flag', (flag, module) => compileFlag(flag, module, assembly));
  const bySegment = new Map(segments.map((segment) => [segment.name, segment]));
  const expertRules = each(checked, 'expert-rule', (rule, module) =>
    compileExpertRule(rule, module, { assembly, segments: bySegment }),
  );
  const tagged = new Map<string, string[]>();
  for (const { name, tags } of expertRules)
    for (const tag of tags) tagged.set(tag, [...(tagged.get(tag) ?? []), name]);
  const arbiters = each(checked, 'arbiter', (arbiter, module) =>
    compileArbiter(arbiter, { module, assembly, tagged }),
  );
  const { pools, placement } = assembly;
  return {
    languageVersion: LANGUAGE_VERSION,
    name: options.name,
    source: placement.text,
    files: placement.files,
    strings: pools.strings.values,
    numbers: pools.numbers.values,
    paths: pools.paths.values,
    constants: pools.constants.values,
    views: pools.views.values,
    code: Int32Array.from(assembly.words),
    spans: Int32Array.from(assembly.spans),
    ...contextOf(checked),
    features: each(checked, 'feature', ({ name, from, fields }) => ({
      name: name.text,
      from: from.value,
      fields: recordFields(fields),
    })),
    facts: each(checked, 'fact', compileSchema),
    outcomes: each(checked, 'outcome', compileSchema),
    tables,
    tags: [...new Set(each(checked, 'tag', ({ names }) => names.map(({ text }) => text)).flat())],
    segments,
    rules,
    strategies,
    flags,
    expertRules,
    workers: each(checked, 'worker', compileWorker),
    arbiters,
  };
}

function begin(entry: string, { modules, checked, options }: Input): Assembly {
  const placement = new Placement();
  for (const { files } of [...modules.values()].reverse())
    for (const { path, source } of files) placement.add(path === entry ? '' : path, source);
  const tables = each(checked, 'table', ({ name, columns }, { names }) => ({
    name: names.qualified(name.text),
    columns: columns.map((column) => column.name.text),
  }));
  const folds = options.fold ?? true;
  return { checked, pools: new Pools(), placement, words: [], spans: [], tables, folds };
}

/** Everything that any module says about the context, the root first. */
function contextOf(checked: Checked): Pick<Program, 'context' | 'isContextClosed'> {
  const shapes = [...checked.values()].reverse().map(({ names }) => contextShape(names));
  const fields = new Map(shapes.flatMap(({ fields: known }) => [...known]).reverse());
  return { context: [...fields.values()], isContextClosed: shapes.some(({ isClosed }) => isClosed) };
}

/** The declarations of a kind, the root's first, compiled each in its module. */
function each<Kind extends Declaration['kind'], Compiled>(
  checked: Checked,
  kind: Kind,
  compiled: (declaration: Extract<Declaration, { kind: Kind }>, module: CheckedModule) => Compiled,
): readonly Compiled[] {
  return [...checked.values()]
    .reverse()
    .flatMap((module) =>
      module.declarations
        .filter((found): found is Extract<Declaration, { kind: Kind }> => found.kind === kind)
        .map((declaration) => compiled(declaration, module)),
    );
}
