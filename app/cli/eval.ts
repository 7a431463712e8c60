/** `arbiter eval`: the rules of a program against one context, governed unless asked otherwise. */
import { type ArbitraceStep, decideRules, matchRules, type RuleDecision, type RuleOptions } from '#engine';
import { type Arguments, type Command, EXIT, type Flags, type Terminal, UsageError } from './command.ts';
import { CONTEXT_OPTIONS, contextOf, CONTEXT_FLAG, contextFlag, instantFlag, NOW_FLAG } from './context.ts';
import {
  choiceFlag,
  governingFlags,
  OVERRIDE_FLAGS,
  OVERRIDE_OPTIONS,
  requireKnownNames,
  SELECTION_FLAGS,
  SELECTION_OPTIONS,
  selectionFlags,
  TRACE_FLAG,
  TRACE_OPTION,
  traceFlag,
} from './governing.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';

export const evaluate: Command = {
  name: 'eval',
  summary: 'decides the rules of a program for one context',
  usage: 'FILE [--data JSON | --data @FILE] [--now INSTANT] [--tags A,B] [--overrides FILE] [--json]',
  flags: [
    CONTEXT_FLAG,
    NOW_FLAG,
    ...SELECTION_FLAGS,
    ...OVERRIDE_FLAGS,
    TRACE_FLAG,
    ['--on-trap POLICY', 'record goes on behind a rule that errs, fail matches nothing (default: record)'],
    ['--ungoverned', 'conditions and fallbacks only: no gates, no trace'],
    ['--json', 'matched, errors and arbitrace as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter eval rules.arb --data '{"user": {"cart_total": 40}}'`,
    'arbiter eval rules.arb --data @context.json --tags fraud,limits --trace blocked',
    'arbiter eval rules.arb --data @context.json --overrides overrides.json --json',
  ],
  options: {
    ...READING_OPTIONS,
    ...CONTEXT_OPTIONS,
    ...SELECTION_OPTIONS,
    ...OVERRIDE_OPTIONS,
    ...TRACE_OPTION,
    'on-trap': { type: 'string' },
    ungoverned: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runEval,
};

async function runEval({ positionals: [path = ''], flags }: Arguments, terminal: Terminal): Promise<number> {
  const reading = await readingFlags(flags);
  const options = await ruleOptions(flags);
  const data = await contextFlag(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(options, [program]);
  const context = contextOf(data, program);
  const decision =
    flags['ungoverned'] === true
      ? { ...matchRules(program, context, options), arbitrace: [] }
      : decideRules(program, context, options);
  if (flags['json'] === true) terminal.out(JSON.stringify(decision));
  else showDecision(decision, terminal);
  return decision.errors.length === 0 ? EXIT.ok : EXIT.findings;
}

async function ruleOptions(flags: Flags): Promise<RuleOptions> {
  const governed = ['overrides', 'bundle-name', 'trace'].find((name) => flags[name] !== undefined);
  if (flags['ungoverned'] === true && governed !== undefined)
    throw new UsageError(`--ungoverned asks no gates, so --${governed} means nothing beside it`);
  return {
    nowSeconds: Math.floor(instantFlag(flags) / 1000),
    ...selectionFlags(flags),
    ...(await governingFlags(flags)),
    trace: traceFlag(flags),
    onTrap: choiceFlag(flags, 'on-trap', ['record', 'fail']),
  };
}

function showDecision({ matched, errors, arbitrace }: RuleDecision, terminal: Terminal): void {
  for (const { name, action, params, fallback } of matched) {
    terminal.out(`${name} → ${action} ${JSON.stringify(params)}${fallback ? ' (otherwise)' : ''}`);
  }
  if (matched.length === 0) terminal.out('no rule matched');
  showTrace(arbitrace, terminal);
  for (const { rule, message } of errors) terminal.err(`  error    ${rule}: ${message}`);
}

/** One line a gate. */
export function showTrace(arbitrace: readonly ArbitraceStep[], terminal: Terminal): void {
  for (const { disposition, subject, check, detail } of arbitrace) {
    terminal.out(`  ${disposition.padEnd(8)} ${subject}: ${check}: ${detail}`);
  }
}
