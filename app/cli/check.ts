/** `arbiter check`: are these programs right? One report for all of them, and nothing before all have been read. */
import { type ReportFormat, type Tally, tallyOf } from '#lang';
import type { Loaded } from '../load.ts';
import { type Arguments, type Command, EXIT, type Terminal } from './command.ts';
import { READING_FLAGS, READING_OPTIONS, readingFlags, readProgram, showRefusal } from './program.ts';
import { showReport } from './report.ts';

export const check: Command = {
  name: 'check',
  summary: 'parses and checks programs and shows every mistake',
  usage: 'FILE… [--format FORMAT] [--json] [--strict] [--trust PUB.pem]',
  flags: [
    ...READING_FLAGS,
    ['--json', 'short for `--format json`'],
    ['--strict', 'warnings count as findings'],
  ],
  examples: [
    'arbiter check rules.arb',
    'arbiter check --json rules.arb | jq .diagnostics',
    'arbiter check --format sarif *.arb > arbiter.sarif',
  ],
  options: { ...READING_OPTIONS, strict: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: ['FILE', '[FILE…]'],
  run: runCheck,
};

async function runCheck({ positionals, flags }: Arguments, terminal: Terminal): Promise<number> {
  const reading = await readingFlags(flags);
  const all: Loaded[] = [];
  for (const path of positionals) all.push(await readProgram(path, reading, terminal));
  showAll(all, reading.format, terminal);
  const isRight = all.every((loaded) => isOk(loaded, flags['strict'] === true));
  if (isRight && reading.format === 'pretty') terminal.out('ok');
  return isRight ? EXIT.ok : EXIT.findings;
}

function isOk(loaded: Loaded, strict: boolean): boolean {
  return loaded.kind === 'program' && !(strict && loaded.diagnostics.length > 0);
}

function showAll(all: readonly Loaded[], format: ReportFormat, terminal: Terminal): void {
  const lists = all.flatMap((loaded) => (loaded.kind === 'refused' ? [] : [loaded.diagnostics]));
  const tally = lists.map(tallyOf).reduce(sum, { errors: 0, warnings: 0 });
  showReport(lists.flat(), { format, terminal, tally });
  for (const loaded of all) if (loaded.kind === 'refused') showRefusal(loaded, terminal);
}

function sum(left: Tally, right: Tally): Tally {
  return { errors: left.errors + right.errors, warnings: left.warnings + right.warnings };
}
