/** `arbiter simulate`: the running system under seeded faults, with every seed run twice. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Finding,
  parseFacts,
  type SeedReport,
  type SimOptions,
  simulate,
  type SimulationReport,
} from '#sim';
import { reasonOf } from '#streams/faults.js';
import { isTestFile } from '../testing/files.ts';
import {
  type Arguments,
  type Command,
  countFlag,
  EXIT,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'runs a program under seeded faults and checks what must hold',
  usage: 'PATH [--facts NDJSON] [--seeds N] [--from SEED] [--trust PUB.pem] [--json] [--format FORMAT]',
  flags: [
    ['PATH', 'a program, or a folder with one program and one NDJSON file of facts'],
    ['--facts NDJSON', 'the facts to publish'],
    ['--seeds N', 'how many seeds to run (default: 20)'],
    ['--from SEED', 'the first seed (default: 1); `--from S --seeds 1` repeats one'],
    ['--json', 'the result as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    'arbiter simulate examples/earthquakes --seeds 200',
    'arbiter simulate rules.arb --facts facts.ndjson --from 17 --seeds 1',
  ],
  options: {
    ...READING_OPTIONS,
    facts: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['PATH'],
  run: runSimulate,
};

async function runSimulate(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const reading = await readingFlags(flags);
  const count = countFlag(flags, 'seeds', 20);
  const from = countFlag(flags, 'from', 1, 0);
  const found = await findInput(path, textFlag(flags, 'facts'));
  const loaded = await runnableFrom(found.program, reading, terminal);
  if (loaded === null) return EXIT.findings;
  if (loaded.program.arbiters.length === 0)
    throw new UsageError(`\`${found.program}\` declares no arbiter to simulate`);
  const facts = parseFacts(await readText(found.facts));
  const input = { program: loaded.program, bundle: loaded, facts };
  const startedAt = performance.now();
  const running = { seed: from };
  const onUncaught = (error: Error): void => {
    terminal.err(`arbiter simulate: seed ${running.seed}: uncaught: ${error.stack ?? error.message}`);
    process.exit(EXIT.findings);
  };
  process.once('uncaughtException', onUncaught);
  const onStart = ({ seed }: SimOptions): void => {
    running.seed = seed;
    terminal.progress(`seed ${seed}, ${seed - from} of ${count} done`);
  };
  const report = await simulate(input, { from, count, onStart });
  process.off('uncaughtException', onUncaught);
  terminal.progress('');
  if (flags['json'] === true) terminal.out(JSON.stringify(report));
  else show(report, (performance.now() - startedAt) / 1000, terminal);
  return report.failure === null ? EXIT.ok : EXIT.findings;
}

function show(report: SimulationReport, seconds: number, terminal: Terminal): void {
  const { seeds, failure, published, delivered, crashes, events, virtualMs } = report;
  if (failure?.finding) showFailure(failure, failure.finding, terminal);
  const verdict = failure === null ? 'ok' : 'failed';
  const hours = (virtualMs / 3_600_000).toFixed(1);
  terminal.out(
    `${verdict}: ${seeds} seeds in ${seconds.toFixed(1)} s, each run twice with equal audit hashes`,
  );
  terminal.out(
    `${published} messages, ${delivered} deliveries, ${crashes} crashes, ${events} events, ${hours} simulated hours`,
  );
}

function showFailure({ seed, options }: SeedReport, { checker, message }: Finding, terminal: Terminal): void {
  terminal.out(`seed ${seed}: ${checker}: ${message}`);
  terminal.out(`options: ${JSON.stringify(options)}`);
  terminal.out(`again: arbiter simulate … --from ${seed} --seeds 1`);
}

interface Found {
  readonly program: string;
  readonly facts: string;
}

async function findInput(path: string, facts: string | undefined): Promise<Found> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    (error: unknown) => {
      throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
    },
  );
  if (!isFolder) {
    if (facts === undefined)
      throw new UsageError('--facts NDJSON is missing: a program alone has nothing to decide');
    return { program: path, facts };
  }
  const names = await readdir(path);
  return {
    program: join(path, only(names, '.arb', path)),
    facts: facts ?? join(path, only(names, '.ndjson', path)),
  };
}

function only(names: readonly string[], ending: string, folder: string): string {
  const [first, ...others] = names.filter((name) => name.endsWith(ending) && !isTestFile(name));
  if (first !== undefined && others.length === 0) return first;
  throw new UsageError(
    `\`${folder}\` must hold one ${ending} file, it holds ${first === undefined ? 0 : others.length + 1}`,
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}
