/** `arbiter test`: runs the test files beside modules. */
import { writeFile } from 'node:fs/promises';
import { renderDiagnostics } from '#lang';
import { reasonOf } from '#streams/faults.js';
import { findTestFiles, isTestFile } from '../testing/files.ts';
import { lcovOf } from '../testing/lcov.ts';
import { REPORTERS } from '../testing/report.ts';
import { failedCount, type FileResult, runFile } from '../testing/run-file.ts';
import { Changes } from '../testing/watch.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  textFlags,
  UsageError,
} from './command.ts';

export const testCommand: Command = {
  name: 'test',
  summary: 'runs the test files beside modules',
  usage: '[FILE…|DIR…] [--tag T] [--reporter NAME] [--verbose] [--watch] [--coverage [--lcov FILE]]',
  flags: [
    ['FILE, DIR', 'test files, or folders to look for them in (default: the current folder)'],
    ['--tag T', 'only cases that carry the tag; may be repeated'],
    ['--reporter NAME', `${[...REPORTERS.keys()].join(', ')} (default: human)`],
    ['--json', 'short for `--reporter json`'],
    ['--verbose', 'shows what passed too'],
    ['--watch', 'runs again whenever a test file, its module or an import changes'],
    ['--coverage', 'what was never seen to apply or not to apply, and which parts of conditions'],
    ['--lcov FILE', 'writes the coverage as lcov'],
  ],
  examples: [
    'arbiter test',
    'arbiter test shop.test.arb --tag pricing --verbose',
    'arbiter test rules --reporter junit > report.xml',
    'arbiter test --coverage --lcov lcov.info',
  ],
  options: {
    tag: { type: 'string', multiple: true },
    reporter: { type: 'string' },
    json: { type: 'boolean' },
    verbose: { type: 'boolean' },
    watch: { type: 'boolean' },
    coverage: { type: 'boolean' },
    lcov: { type: 'string' },
  },
  positionals: ['[FILE…]'],
  run: runTest,
};

interface Settings {
  readonly paths: readonly string[];
  readonly tags: readonly string[];
  readonly reporter: string;
  readonly verbose: boolean;
  readonly coverage: boolean;
  readonly lcov: string | undefined;
}

async function runTest({ positionals, flags }: Arguments, terminal: Terminal): Promise<number> {
  const settings = settingsOf(positionals.length === 0 ? ['.'] : positionals, flags);
  if (flags['watch'] !== true) return exitCode(await runAll(settings, terminal));
  return await watchAll(settings, terminal);
}

function settingsOf(paths: readonly string[], flags: Flags): Settings {
  const reporter = textFlag(flags, 'reporter') ?? (flags['json'] === true ? 'json' : 'human');
  if (!REPORTERS.has(reporter))
    throw new UsageError(`--reporter takes one of ${[...REPORTERS.keys()].join(', ')}, not \`${reporter}\``);
  const coverage = flags['coverage'] === true;
  const lcov = textFlag(flags, 'lcov');
  if (lcov !== undefined && !coverage) throw new UsageError('--lcov goes with --coverage');
  const tags = textFlags(flags, 'tag') ?? [];
  return { paths, tags, reporter, verbose: flags['verbose'] === true, coverage, lcov };
}

/** What was asked for and is not there is a usage mistake: a run of nothing must not look like one that passed. */
async function runAll(settings: Settings, terminal: Terminal): Promise<readonly FileResult[]> {
  const { paths, tags, lcov } = settings;
  const files = await findTestFiles(paths).catch(unreadable);
  const other = files.find((path) => !isTestFile(path));
  if (other !== undefined) throw new UsageError(`test file \`${other}\` must end with .test.arb`);
  if (files.length === 0) throw new UsageError(`no *.test.arb below \`${paths.join(', ')}\``);
  const results: FileResult[] = [];
  for (const path of files) results.push(await runFile(path, tags).catch(unreadable));
  const isEmpty = results.every(({ cases, problem }) => cases.length === 0 && problem === null);
  if (isEmpty)
    throw new UsageError(`no case carries the tag ${tags.map((tag) => `\`${tag}\``).join(' or ')}`);
  for (const { diagnostics } of results)
    if (diagnostics.length > 0) terminal.err(renderDiagnostics(diagnostics, { colours: terminal.colours }));
  for (const line of REPORTERS.get(settings.reporter)?.(results, settings) ?? []) terminal.out(line);
  if (lcov !== undefined) await writeFile(lcov, lcovOf(results)).catch(unwritable(lcov));
  return results;
}

async function watchAll(settings: Settings, terminal: Terminal): Promise<number> {
  const changes = new Changes();
  const stopped = terminal.interrupted.then(() => 'stopped' as const);
  try {
    for (let results = await runAll(settings, terminal); ; results = await again(results)) {
      changes.follow(results.flatMap(({ files }) => files));
      terminal.err('waiting for changes; Ctrl-C ends');
      const next = await Promise.race([changes.next().then(() => 'changed' as const), stopped]);
      if (next === 'stopped') return exitCode(results);
    }
  } finally {
    changes.close();
  }

  /** A file that is gone for a moment ends nothing: what was known is kept until the next change. */
  async function again(before: readonly FileResult[]): Promise<readonly FileResult[]> {
    return await runAll(settings, terminal).catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      terminal.err(`arbiter test: ${error.message}`);
      return before;
    });
  }
}

function exitCode(results: readonly FileResult[]): number {
  return results.some((result) => failedCount(result) > 0) ? EXIT.findings : EXIT.ok;
}

function unreadable(error: unknown): never {
  throw new UsageError(`a test file cannot be read: ${reasonOf(error)}`);
}

function unwritable(path: string): (error: unknown) => never {
  return (error) => {
    throw new UsageError(`\`${path}\` cannot be written: ${reasonOf(error)}`);
  };
}
