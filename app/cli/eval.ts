/** `arbiter eval`: the rules of a program against one context, governed unless asked otherwise. */
import { decideRules, matchRules, type RuleDecision, type RuleOptions } from '#engine';
import type { Program } from '#lang';
import { formatInstant } from '#lang/instant.js';
import { visible } from '#lang/report/visible.js';
import { reasonOf } from '#streams/faults.js';
import { appendEvent, idOf } from '../audit-file.ts';
import { ruleMatchOf } from '../drift/matches.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { contextOf } from './context.ts';
import { DECIDING_FLAGS, DECIDING_OPTIONS, type Deciding, decidingFlags } from './deciding.ts';
import {
  choiceFlag,
  overridesBy,
  requireKnownNames,
  SELECTION_FLAGS,
  SELECTION_OPTIONS,
  selectionFlags,
} from './governing.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';
import { showErrors, showTrace } from './trace.ts';

export const evaluate: Command = {
  name: 'eval',
  summary: 'decides the rules of a program for one context',
  usage: 'FILE [--data JSON | --data @FILE] [--now INSTANT] [--tags A,B] [--overrides FILE] [--json]',
  flags: [
    ...DECIDING_FLAGS,
    ...SELECTION_FLAGS,
    ['--on-trap POLICY', 'record goes on behind a rule that errs, fail matches nothing (default: record)'],
    ['--ungoverned', 'conditions and fallbacks only: no gates, no trace'],
    ['--audit FILE', 'appends the decision to a file that `arbiter replay` reads'],
    ['--request-id ID', 'what the decision is called in the audit file'],
    ['--json', 'matched, errors and arbitrace as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter eval rules.arb --data '{"user": {"cart_total": 40}}'`,
    'arbiter eval rules.arb --data @context.json --tags fraud,limits --trace blocked',
    'arbiter eval rules.arb --data @context.json --overrides overrides.json --json',
    'arbiter eval rules.arb --data @context.json --audit decisions.jsonl --request-id 4711',
  ],
  options: {
    ...READING_OPTIONS,
    ...DECIDING_OPTIONS,
    ...SELECTION_OPTIONS,
    'on-trap': { type: 'string' },
    ungoverned: { type: 'boolean' },
    audit: { type: 'string' },
    'request-id': { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runEval,
};

async function runEval({ positionals: [path = ''], flags }: Arguments, terminal: Terminal): Promise<number> {
  const reading = await readingFlags(flags);
  const { data, ...given } = await ruleOptions(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(given, [program]);
  const options = { ...given, overrides: overridesBy(given, program) };
  const context = contextOf(data, program);
  const decision =
    flags['ungoverned'] === true
      ? { ...matchRules(program, context, options), arbitrace: [] }
      : decideRules(program, context, options);
  await record({ program, data, decision, nowSeconds: options.nowSeconds }, flags);
  if (flags['json'] === true) terminal.out(JSON.stringify(decision));
  else showDecision(decision, terminal);
  return decision.errors.length === 0 ? EXIT.ok : EXIT.findings;
}

async function ruleOptions(flags: Flags): Promise<Deciding & Omit<RuleOptions, 'overrides'>> {
  const governed = ['overrides', 'bundle-name', 'trace', 'audit'].find((name) => flags[name] !== undefined);
  if (flags['ungoverned'] === true && governed !== undefined)
    throw new UsageError(`--ungoverned asks no gates, so it goes without --${governed}`);
  return {
    ...(await decidingFlags(flags)),
    ...selectionFlags(flags),
    onTrap: choiceFlag(flags, 'on-trap', ['record', 'fail']),
  };
}

interface Decided {
  readonly program: Program;
  readonly data: unknown;
  readonly decision: RuleDecision;
  readonly nowSeconds: number;
}

/** Before the decision is shown: what was seen is on record. */
async function record({ program, data, decision, nowSeconds }: Decided, flags: Flags): Promise<void> {
  const path = textFlag(flags, 'audit');
  if (path === undefined) return;
  const requestId = textFlag(flags, 'request-id');
  const environment = textFlag(flags, 'environment');
  const { matched, arbitrace } = decision;
  await appendEvent(path, {
    timestamp: formatInstant(nowSeconds),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    bundle_id: idOf(program),
    ...(environment === undefined ? {} : { environment }),
    kind: 'rules',
    context: data,
    rules: matched.map(ruleMatchOf),
    ...(arbitrace.length === 0 ? {} : { arbitrace }),
  }).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be written: ${reasonOf(error)}`);
  });
}

function showDecision({ matched, errors, arbitrace }: RuleDecision, terminal: Terminal): void {
  for (const { name, action, params, fallback } of matched) {
    const line = `${name} → ${action} ${JSON.stringify(params)}${fallback ? ' (otherwise)' : ''}`;
    terminal.out(visible(line));
  }
  if (matched.length === 0) terminal.out('no rule matched');
  showTrace(arbitrace, terminal);
  showErrors(errors, terminal);
}
