/** `arbiter strategy`: the arm that a strategy takes for one context. */
import { decideStrategy, type StrategyDecision } from '#engine';
import type { Program } from '#lang';
import { visible } from '#lang/report/visible.js';
import { suggestion } from '#lang/suggest.js';
import { type Arguments, type Command, EXIT, type Terminal, textFlag, UsageError } from './command.ts';
import { contextOf } from './context.ts';
import { DECIDING_FLAGS, DECIDING_OPTIONS, decidingFlags } from './deciding.ts';
import { overridesBy, requireKnownNames } from './governing.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';
import { showErrors, showTrace } from './trace.ts';

export const strategyCommand: Command = {
  name: 'strategy',
  summary: 'decides a strategy for one context',
  usage: 'FILE [--name NAME] [--data JSON | --data @FILE] [--now INSTANT] [--overrides FILE] [--json]',
  flags: [
    ['--name NAME', 'the strategy; needed when there are several'],
    ...DECIDING_FLAGS,
    ['--json', 'strategy, outcome, selected, params, errors and arbitrace as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter strategy routes.arb --data '{"risk": {"score": 0.2}}'`,
    'arbiter strategy routes.arb --name CheckoutRouting --data @context.json --json',
  ],
  options: { ...READING_OPTIONS, ...DECIDING_OPTIONS, name: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['FILE'],
  run: runStrategy,
};

async function runStrategy(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const reading = await readingFlags(flags);
  const { data, ...given } = await decidingFlags(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(given, [program]);
  const options = { ...given, overrides: overridesBy(given, program) };
  const context = contextOf(data, program);
  const decision = decideStrategy(program, nameOf(program, textFlag(flags, 'name')), { ...options, context });
  if (decision === undefined) return EXIT.findings;
  if (flags['json'] === true) terminal.out(JSON.stringify(decision));
  else show(decision, terminal);
  return decision.errors.length === 0 ? EXIT.ok : EXIT.findings;
}

function nameOf({ strategies }: Program, given: string | undefined): string {
  const names = strategies.map(({ name }) => name);
  const [only, ...others] = names;
  if (only === undefined) throw new UsageError('the program has no strategy');
  if (given === undefined && others.length > 0)
    throw new UsageError(`--name is missing: the program has ${names.join(', ')}`);
  if (given !== undefined && !names.includes(given))
    throw new UsageError(`there is no strategy \`${given}\`${suggestion(given, names)}`);
  return given ?? only;
}

function show(
  { strategy, outcome, selected, params, errors, arbitrace }: StrategyDecision,
  terminal: Terminal,
): void {
  terminal.out(
    selected === ''
      ? `${strategy}: no arm was selected`
      : visible(`${strategy} → ${selected}: ${outcome} ${JSON.stringify(params)}`),
  );
  showTrace(arbitrace, terminal);
  showErrors(errors, terminal);
}
