/** `arbiter diff`: what two programs decide differently about the same contexts. */
import { contextFromJson, type RuleOptions } from '#engine';
import type { Program } from '#lang';
import { Comparison } from '../drift/comparison.ts';
import { contextsIn, contextsOf, type Found, keyOf } from '../drift/contexts.ts';
import { compareVerdicts, type Verdicts, verdictsOf } from '../drift/verdicts.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { contextOf, instantFlag, jsonFrom, NOW_FLAG } from './context.ts';
import {
  DRIFT_FLAGS,
  DRIFT_OPTIONS,
  driftFlags,
  type DriftOptions,
  finishDrift,
  showFlag,
  Tracker,
} from './drift.ts';
import { overridesBy, requireKnownNames } from './governing.ts';
import { requireFile, runnableFrom, readingFlags } from './program.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'compares what two programs decide about the same contexts',
  usage: 'BASE CANDIDATE --data JSON | --data-file FILE [--key PATH] [--json]',
  flags: [
    ['--data JSON', 'a context, or a list of contexts'],
    ['--data-file FILE', 'contexts: a JSON object or list, or one a line in .ndjson and .jsonl'],
    ['--key PATH', 'what a context is called (default: request_id, id, key, or its place)'],
    NOW_FLAG,
    ...DRIFT_FLAGS,
  ],
  examples: [
    `arbiter diff live.arb next.arb --data '{"user": {"cart_total": 40}}'`,
    'arbiter diff live.arb next.arb --data-file orders.ndjson --key order.id --json | jq .differences',
  ],
  options: {
    ...DRIFT_OPTIONS,
    data: { type: 'string' },
    'data-file': { type: 'string' },
    key: { type: 'string' },
    now: { type: 'string' },
  },
  positionals: ['BASE', 'CANDIDATE'],
  reportsDrift: true,
  run: runDiff,
};

async function runDiff(
  { positionals: [base = '', candidate = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const reading = await readingFlags(flags);
  const given = { ...(await driftFlags(flags)), nowSeconds: Math.floor(instantFlag(flags) / 1000) };
  const contexts = await contextsFlag(flags);
  const before = await runnableFrom(base, reading, terminal);
  const after = await runnableFrom(candidate, reading, terminal);
  if (before === null || after === null) return EXIT.findings;
  requireKnownNames(given, [before.program, after.program]);
  const comparison = new Comparison(showFlag(flags));
  const tracker = new Tracker(terminal);
  const verdictsBefore = decider(before.program, given);
  const verdictsAfter = decider(after.program, given);
  for await (const found of contexts) {
    if (found.kind === 'malformed') tracker.reportMalformed(found.place, found.reason);
    else {
      const key = keyOf(contextFromJson(found.data), found.index, textFlag(flags, 'key'));
      comparison.add(key, compareVerdicts(verdictsBefore(found.data), verdictsAfter(found.data)));
      tracker.step();
    }
  }
  const { compared } = comparison;
  const members = { base_path: base, candidate_path: candidate, compared };
  const header = [`base: ${base}`, `candidate: ${candidate}`, `compared ${compared} contexts`];
  return finishDrift({ comparison, malformed: tracker.malformed, members, header }, flags, terminal);
}

/** Each program goes under its own name, so that other overrides may count for it. */
function decider(
  program: Program,
  given: DriftOptions & Pick<RuleOptions, 'nowSeconds'>,
): (data: unknown) => Verdicts {
  const options = { ...given, overrides: overridesBy(given, program) };
  return (data) => verdictsOf(program, contextOf(data, program), options);
}

async function contextsFlag(flags: Flags): Promise<Iterable<Found> | AsyncIterable<Found>> {
  const data = textFlag(flags, 'data');
  const path = textFlag(flags, 'data-file');
  if ((data === undefined) === (path === undefined))
    throw new UsageError('give either --data JSON or --data-file FILE');
  if (data !== undefined) return contextsIn(jsonFrom(data, '--data'));
  await requireFile(path ?? '');
  return contextsOf(path ?? '');
}
