/** `arbiter expert`: the expert rules of a program over facts, once, until nothing changes. */
import { readContext, type Step } from '#engine';
import { unsupportedBySessions } from '#engine/unsupported.js';
import type { Program } from '#lang';
import { visible } from '#lang/report/visible.js';
import { loadFacts } from '../load-facts.ts';
import { createSession, type ExpertOptions, type ExpertSession } from '../session.ts';
import { type GivenFact, InvalidFact } from '../session-facts.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { instantFlag, jsonFrom, NOW_FLAG } from './context.ts';
import {
  type Governing,
  governingFlags,
  OVERRIDE_FLAGS,
  OVERRIDE_OPTIONS,
  overridesBy,
  requireKnownNames,
} from './governing.ts';
import { programFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';
import { showProof, showWhyNot } from './proof.ts';
import { readText } from './text-file.ts';
import { showErrors, showTrace } from './trace.ts';

export const expert: Command = {
  name: 'expert',
  summary: 'runs the expert rules of a program over facts until nothing changes',
  usage: 'FILE [--envelope JSON] [--facts JSON] [--now INSTANT] [--overrides FILE] [--trace] [--json]',
  flags: [
    ['--envelope JSON', 'what conditions read beside facts, as JSON or as @FILE (default: {})'],
    [
      '--facts JSON',
      'a list of {"type", "key", "fields"}, as JSON or as @FILE (.json, .csv, .jsonl), or a URL (default: [])',
    ],
    NOW_FLAG,
    ...OVERRIDE_FLAGS,
    ['--trace', 'every firing, with what let it happen'],
    ['--why TYPE/KEY', 'the rules and facts that a fact rests on'],
    ['--why-not RULE', 'what stands between a rule and its match'],
    ['--json', 'the step, and all facts, as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    'arbiter expert rules.arb --facts @positions.csv',
    `arbiter expert rules.arb --envelope '{"mode": "night"}' --facts @facts.json --trace`,
    'arbiter expert rules.arb --facts @facts.json --why Alarm/s1',
    'arbiter expert rules.arb --facts @facts.json --json | jq .outcomes',
  ],
  options: {
    ...READING_OPTIONS,
    ...OVERRIDE_OPTIONS,
    envelope: { type: 'string' },
    facts: { type: 'string' },
    now: { type: 'string' },
    trace: { type: 'boolean' },
    why: { type: 'string' },
    'why-not': { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runExpert,
};

async function runExpert(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  if (flags['why'] !== undefined && flags['why-not'] !== undefined)
    throw new UsageError('--why and --why-not are two questions: ask one at a time');
  const now = instantFlag(flags);
  if (now < 0) throw new UsageError('--now takes an instant from 1970 on: facts have ages from there');
  const governing = await governingFlags(flags);
  const envelope = envelopeFrom(await given(flags, 'envelope', '{}'));
  const source = sourceFlag(flags);
  const listed = source === null ? factsFrom(await given(flags, 'facts', '[]')) : [];
  const loaded = await programFrom(path, await readingFlags(flags), terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  const facts = source === null ? listed : await loadFacts(source, program);
  requireKnownNames(governing, [program]);
  const [unsupported] = unsupportedBySessions(program);
  if (unsupported !== undefined) {
    terminal.err(visible(`${path}: sessions cannot run it: ${unsupported}`));
    return EXIT.findings;
  }
  const session = sessionOf(() =>
    createSession(program, { envelope, facts, ...governedBy(governing, program) }),
  );
  const step = session.run(now);
  show(session, step, flags, terminal);
  return step.traps.length === 0 && step.stop === 'quiescent' ? EXIT.ok : EXIT.findings;
}

/** What counts beside the source. */
function governedBy(governing: Governing, program: Program): Pick<ExpertOptions, 'overrides' | 'bundleName'> {
  const { bundleName } = governing;
  return { overrides: overridesBy(governing, program), ...(bundleName === undefined ? {} : { bundleName }) };
}

/** A file whose extension says what it is, or an address; `null` for JSON, which may be in a file of any name. */
function sourceFlag(flags: Flags): string | null {
  const text = textFlag(flags, 'facts') ?? '';
  if (/^https?:\/\//.test(text)) return text;
  return /^@.*\.(?:csv|jsonl|ndjson)$/i.test(text) ? text.slice(1) : null;
}

async function given(flags: Flags, name: string, otherwise: string): Promise<unknown> {
  const text = textFlag(flags, name) ?? otherwise;
  return jsonFrom(text.startsWith('@') ? await readText(text.slice(1)) : text, `--${name}`);
}

function envelopeFrom(json: unknown): object {
  const reading = readContext(json);
  if (reading.kind === 'invalid') throw new UsageError(`--envelope is no context: it ${reading.reason}`);
  return reading.context;
}

/** Their shape; what is in them is for the session to check. */
function factsFrom(json: unknown): readonly GivenFact[] {
  if (!Array.isArray(json)) throw new UsageError('--facts takes a list of facts');
  return json.map((fact: unknown, index) => {
    if (isFact(fact)) return fact;
    throw new UsageError(`--facts: number ${index + 1} is no {"type", "key", "fields"}`);
  });
}

function isFact(fact: unknown): fact is GivenFact {
  if (typeof fact !== 'object' || fact === null || !('type' in fact) || !('key' in fact)) return false;
  const fields = 'fields' in fact ? fact.fields : {};
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields);
}

function sessionOf(create: () => ExpertSession): ExpertSession {
  try {
    return create();
  } catch (error) {
    if (error instanceof InvalidFact) throw new UsageError(`--facts: ${error.message}`, { cause: error });
    throw error;
  }
}

function show(session: ExpertSession, step: Step, flags: Flags, terminal: Terminal): void {
  const why = textFlag(flags, 'why');
  const whyNot = textFlag(flags, 'why-not');
  const isJson = flags['json'] === true;
  if (why !== undefined) showProof(session.why(identityFrom(why)), isJson, terminal);
  else if (whyNot !== undefined) showWhyNot(obstacleFor(session, whyNot), isJson, terminal);
  else if (isJson) terminal.out(JSON.stringify(wholeOf(session, step, flags['trace'] === true)));
  else showStep(session, step, flags['trace'] === true, terminal);
}

function identityFrom(text: string): { readonly type: string; readonly key: string } {
  const at = text.indexOf('/');
  if (at > 0 && at < text.length - 1) return { type: text.slice(0, at), key: text.slice(at + 1) };
  throw new UsageError(`--why takes TYPE/KEY, not \`${text}\``);
}

function obstacleFor(session: ExpertSession, rule: string) {
  try {
    return session.whyNot(rule);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--why-not: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Changes are left out: a session that has just begun has all facts by a change. */
function wholeOf(session: ExpertSession, { changes: _all, activations, ...step }: Step, isTraced: boolean) {
  const { facts } = session.snapshot();
  return isTraced ? { ...step, facts, activations } : { ...step, facts };
}

/** Facts that were given are known to whoever gave them. */
function showStep(session: ExpertSession, step: Step, isTraced: boolean, terminal: Terminal): void {
  for (const { round, rule, kind, target, key, params, changed, arbitrace } of isTraced
    ? step.activations
    : []) {
    const effect = changed ? '' : ' (changed nothing)';
    const about = key === '' ? target : `${target}/${key}`;
    terminal.out(visible(`round ${round}: ${rule} ${kind} ${about} ${JSON.stringify(params)}${effect}`));
    showTrace(arbitrace, terminal);
  }
  for (const { type, key, fields, derivedBy } of session.snapshot().facts) {
    const derived = `fact ${type}/${key} ${JSON.stringify(fields)} by ${derivedBy.join(', ')}`;
    if (derivedBy.length > 0) terminal.out(visible(derived));
  }
  for (const { rule, name, params } of step.outcomes)
    terminal.out(visible(`outcome ${name} ${JSON.stringify(params)} by ${rule}`));
  showErrors(step.traps, terminal);
  const { stop, rounds, mutations, nextDue } = step;
  const due = nextDue === null ? '' : `, due again at ${new Date(nextDue).toISOString()}`;
  terminal.out(`${stop} after ${count(rounds, 'round')} and ${count(mutations, 'mutation')}${due}`);
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
