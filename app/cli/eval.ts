/** `arbiter eval`: the governed rules of a program against one context. */
import { readFile } from 'node:fs/promises';
import { contextFromJson } from '#engine/context.js';
import { decideRules, type RuleDecision } from '#engine/decide/rules.js';
import { parseInstantMs } from '#lang/instant.js';
import { reasonOf } from '#streams/faults.js';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { environmentSecrets } from '../secrets.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';

export const evaluate: Command = {
  name: 'eval',
  summary: 'decides the rules of a program for one context',
  usage: 'FILE [--data JSON | --data @FILE] [--now INSTANT] [--trust PUB.pem] [--json] [--format FORMAT]',
  flags: [
    ['--data JSON', 'the context, as JSON or as @FILE (default: {})'],
    ['--now INSTANT', 'the instant to decide at, RFC 3339 (default: now)'],
    ['--json', 'matched, errors and arbitrace as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter eval rules.arb --data '{"user": {"cart_total": 40}}'`,
    'arbiter eval rules.arb --data @context.json --json',
  ],
  options: {
    ...READING_OPTIONS,
    data: { type: 'string' },
    now: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runEval,
};

async function runEval({ positionals: [path = ''], flags }: Arguments, terminal: Terminal): Promise<number> {
  const reading = await readingFlags(flags);
  const nowMs = instantFlag(flags);
  const data = await dataFlag(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  const context = contextFromJson(data, program.context) ?? {};
  const decision = decideRules(program, context, {
    nowSeconds: Math.floor(nowMs / 1000),
    secrets: environmentSecrets(),
  });
  if (flags['json'] === true) terminal.out(JSON.stringify(decision));
  else showDecision(decision, terminal);
  return decision.errors.length === 0 ? EXIT.ok : EXIT.findings;
}

function showDecision({ matched, errors, arbitrace }: RuleDecision, terminal: Terminal): void {
  for (const { name, action, params, fallback } of matched) {
    terminal.out(`${name} → ${action} ${JSON.stringify(params)}${fallback ? ' (otherwise)' : ''}`);
  }
  if (matched.length === 0) terminal.out('no rule matched');
  for (const { disposition, subject, check, detail } of arbitrace) {
    terminal.out(`  ${disposition.padEnd(8)} ${subject}: ${check}: ${detail}`);
  }
  for (const { rule, message } of errors) terminal.err(`  error    ${rule}: ${message}`);
}

function instantFlag(flags: Flags): number {
  const text = textFlag(flags, 'now');
  if (text === undefined) return Date.now();
  const ms = parseInstantMs(text);
  if (ms === undefined)
    throw new UsageError(`--now takes an instant such as 2026-01-01T00:00:00Z, not \`${text}\``);
  return ms;
}

/** JSON that can be a context; what is in it depends on the program. */
async function dataFlag(flags: Flags): Promise<unknown> {
  const given = textFlag(flags, 'data') ?? '{}';
  const text = given.startsWith('@') ? await readContext(given.slice(1)) : given;
  const data = parseJson(text);
  if (contextFromJson(data) === undefined)
    throw new UsageError('--data takes a JSON object that nests at most 64 deep');
  return data;
}

async function readContext(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--data is not JSON: ${reasonOf(error)}`);
  }
}
