/** `arbiter run`: the arbiters of a program, live. */
import type { Listener } from '#connectors/http/serve.js';
import { systemClock } from '#connectors/system/clock.js';
import { createLogger, LOG_LEVELS } from '#connectors/telemetry/logger.js';
import { pinoTelemetry } from '#connectors/telemetry/pino.js';
import { clearDirectories } from '../directories.ts';
import { feedFacts } from '../feed.ts';
import { defaultDirectory, openRuntime, type Runtime } from '../runtime.ts';
import { readPackage } from '../package.ts';
import type { RunStatistics } from '../statistics.ts';
import { Observer } from '../status/observer.ts';
import { type Arguments, type Command, EXIT, type Terminal, textFlag, UsageError } from './command.ts';
import { levelFlag, statusFlag, transportFlag } from './run-flags.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags, requireFile } from './program.ts';
import { summaryLines } from './summary.ts';

export const run: Command = {
  name: 'run',
  summary: 'runs the arbiters of a program until stopped, or until a file of facts is decided',
  usage:
    'FILE [--nats URL|local[:PORT]] [--data DIR] [--facts NDJSON] [--fresh] [--allow-exec NAMES] [--status HOST:PORT] [--trust PUB.pem] [--json] [--format FORMAT] [--log-level LEVEL]',
  flags: [
    ['--nats URL', 'joins a NATS server with JetStream (default: in-process bus)'],
    ['--nats local[:PORT]', 'starts a nats-server for this run, on loopback (4222, or a free port)'],
    ['--data DIR', 'where journal, audit log and outbox live (default: .arbiter/NAME)'],
    ['--facts NDJSON', 'publishes the facts of a file, decides them all, sums up and stops'],
    ['--fresh', 'deletes what is in the data directory first'],
    ['--allow-exec NAMES', 'programs that `exec` handlers may run, separated by commas (default: none)'],
    [
      '--status HOST:PORT',
      'serves /healthz, /readyz, /status, /status/issues and /metrics there (default: nowhere)',
    ],
    ['--json', '`stdout` handlers and the summary as JSON lines'],
    ...READING_FLAGS,
    ['--log-level LEVEL', `${LOG_LEVELS.join(', ')} (default: warn); logs go to standard error as JSON`],
  ],
  examples: [
    'arbiter run monitor.arb --facts week.ndjson --fresh',
    'arbiter run monitor.arb --nats local --status 127.0.0.1:7082',
    'arbiter run monitor.arb --nats nats://nats.example:4222 --data /var/lib/arbiter',
  ],
  options: {
    ...READING_OPTIONS,
    nats: { type: 'string' },
    data: { type: 'string' },
    facts: { type: 'string' },
    fresh: { type: 'boolean' },
    'allow-exec': { type: 'string' },
    status: { type: 'string' },
    json: { type: 'boolean' },
    'log-level': { type: 'string' },
  },
  positionals: ['FILE'],
  run: runRun,
};

/** An in-process bus alone does not keep the process alive while it waits for facts. */
const HOLD_MS = 60_000;

async function runRun({ positionals: [path = ''], flags }: Arguments, terminal: Terminal): Promise<number> {
  const transport = transportFlag(flags);
  const status = statusFlag(flags);
  const logger = createLogger(levelFlag(flags));
  const loaded = await runnableFrom(path, await readingFlags(flags), terminal);
  if (loaded === null) return EXIT.findings;
  if (loaded.program.arbiters.length === 0) throw new UsageError(`\`${path}\` declares no arbiter to run`);
  const facts = textFlag(flags, 'facts');
  if (facts !== undefined) await requireFile(facts);
  const data = textFlag(flags, 'data') ?? defaultDirectory(loaded);
  if (flags['fresh'] === true) await clearDirectories(data);
  const clock = systemClock();
  const logged = pinoTelemetry(logger);
  const observer = new Observer({ logged, version: readPackage().version ?? '', startedAt: clock.now() });
  const { statistics, telemetry } = observer;
  const write = (line: string): void => terminal.out(line);
  const format = flags['json'] === true ? 'json' : 'pretty';
  const allowedPrograms = new Set((textFlag(flags, 'allow-exec') ?? '').split(','));
  const runtime = await openRuntime({ loaded, data, transport, telemetry, write, format, allowedPrograms });
  const hold = setInterval(() => undefined, HOLD_MS);
  const listeners: Listener[] = [];
  try {
    if (status !== null) {
      listeners.push(await observer.serve(runtime, status));
      terminal.err(`arbiter: status on http://${listeners[0]?.address ?? ''}/status`);
    }
    if (facts === undefined) return await serve(runtime, data, terminal);
    return await decideFile({ runtime, statistics, facts, data, format, terminal });
  } finally {
    clearInterval(hold);
    for (const listener of listeners) await listener.close();
    await runtime.close();
  }
}

async function serve(runtime: Runtime, data: string, terminal: Terminal): Promise<number> {
  const { interrupted } = terminal;
  terminal.err(`arbiter: running on ${runtime.place}, data in ${data}; stop with Ctrl-C`);
  await Promise.race([interrupted, runtime.system.failed]);
  terminal.err('arbiter: stopping');
  return EXIT.ok;
}

interface FileRun {
  readonly runtime: Runtime;
  readonly statistics: RunStatistics;
  readonly facts: string;
  readonly data: string;
  readonly format: 'pretty' | 'json';
  readonly terminal: Terminal;
}

async function decideFile({ runtime, statistics, facts, data, format, terminal }: FileRun): Promise<number> {
  const startedAt = performance.now();
  const progress = (published: number): void =>
    terminal.progress(`${published} facts published, ${statistics.decisions} decisions`);
  const deciding = (async () => {
    const { publisher, subjects, system } = runtime;
    const count = await feedFacts({ path: facts, publisher, subjects, onPublished: progress });
    await system.settled();
    return count;
  })();
  const count = await Promise.race([deciding, runtime.system.failed, terminal.interrupted]);
  terminal.progress('');
  if (typeof count !== 'number') {
    deciding.catch(() => undefined);
    terminal.err('arbiter: interrupted; what was decided is kept, the rest is decided at the next run');
    return EXIT.findings;
  }
  const status = runtime.system.status();
  const seconds = (performance.now() - startedAt) / 1000;
  for (const line of summaryLines({ count, seconds, statistics, status, data, place: runtime.place, format }))
    terminal.out(line);
  return EXIT.ok;
}
