/** `arbiter replay`: does a program still decide what an audit file says was decided? */
import type { RuleOptions } from '#engine';
import type { Program } from '#lang';
import { visible } from '#lang/report/visible.js';
import { readEvents } from '../audit-file.ts';
import { Comparison } from '../drift/comparison.ts';
import { compareMatches } from '../drift/matches.ts';
import { rulesOf } from '../drift/verdicts.ts';
import {
  type Arguments,
  type Command,
  countFlag,
  EXIT,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { contextOf } from './context.ts';
import { DRIFT_FLAGS, DRIFT_OPTIONS, driftFlags, finishDrift, showFlag, Tracker } from './drift.ts';
import { overridesBy, requireKnownNames } from './governing.ts';
import { requireFile, readingFlags, runnableFrom } from './program.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'decides recorded contexts again and compares with what is on record',
  usage: 'FILE --audit FILE [--request-id ID] [--limit N] [--json]',
  flags: [
    ['--audit FILE', 'decisions, one JSON object a line, as `arbiter eval --audit` writes them'],
    ['--request-id ID', 'only decisions with this request id'],
    ['--limit N', 'only the first decisions, this many'],
    ...DRIFT_FLAGS,
  ],
  examples: [
    'arbiter replay next.arb --audit decisions.jsonl',
    'arbiter replay next.arb --audit decisions.jsonl --request-id 4711 --json',
  ],
  options: {
    ...DRIFT_OPTIONS,
    audit: { type: 'string' },
    'request-id': { type: 'string' },
    limit: { type: 'string' },
  },
  positionals: ['FILE'],
  reportsDrift: true,
  run: runReplay,
};

async function runReplay(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const reading = await readingFlags(flags);
  const given = await driftFlags(flags);
  const audit = textFlag(flags, 'audit');
  if (audit === undefined) throw new UsageError('--audit FILE is missing');
  await requireFile(audit);
  const requestId = textFlag(flags, 'request-id');
  const wanted = { audit, requestId, limit: countFlag(flags, 'limit', Infinity) };
  const comparison = new Comparison(showFlag(flags));
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(given, [program]);
  const governing = { ...given, overrides: overridesBy(given, program) };
  const tracker = new Tracker(terminal);
  await replayAll(wanted, { program, governing, comparison, tracker });
  const { compared } = comparison;
  const members = { rules_path: path, audit_path: audit, replayed: compared };
  const header = [`rules: ${path}`, `audit: ${audit}`, `replayed ${compared} audit decisions`];
  const code = finishDrift({ comparison, malformed: tracker.malformed, members, header }, flags, terminal);
  if (requestId === undefined || compared > 0) return code;
  terminal.err(visible(`no decision has the request id \`${requestId}\``));
  return EXIT.findings;
}

interface Wanted {
  readonly audit: string;
  readonly requestId: string | undefined;
  readonly limit: number;
}

interface Replaying {
  readonly program: Program;
  readonly governing: Omit<RuleOptions, 'nowSeconds'>;
  readonly comparison: Comparison;
  readonly tracker: Tracker;
}

async function replayAll(
  { audit, requestId, limit }: Wanted,
  { program, governing, comparison, tracker }: Replaying,
): Promise<void> {
  for await (const found of readEvents(audit)) {
    if (found.kind === 'malformed') tracker.reportMalformed(found.place, found.reason);
    else if (requestId === undefined || found.event.requestId === requestId) {
      const { key, nowSeconds, context, rules } = found.event;
      const decided = rulesOf(program, contextOf(context, program), { ...governing, nowSeconds });
      comparison.add(key, compareMatches(rules, decided));
      tracker.step();
      if (comparison.compared >= limit) return;
    }
  }
}
