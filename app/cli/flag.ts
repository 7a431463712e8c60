/** `arbiter flag`: the variant of a flag for one context, or of all flags. */
import { decideFlag, decideFlags, type FlagDecision } from '#engine';
import { visible } from '#lang/report/visible.js';
import { suggestion } from '#lang/suggest.js';
import { type Arguments, type Command, EXIT, type Terminal, textFlag, UsageError } from './command.ts';
import { contextOf } from './context.ts';
import { DECIDING_FLAGS, DECIDING_OPTIONS, decidingFlags } from './deciding.ts';
import { overridesBy, requireKnownNames } from './governing.ts';
import { runnableFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';
import { showTrace } from './trace.ts';

export const flagCommand: Command = {
  name: 'flag',
  summary: 'resolves flags for one context',
  usage: 'FILE [--key KEY] [--data JSON | --data @FILE] [--now INSTANT] [--overrides FILE] [--json]',
  flags: [
    ['--key KEY', 'the flag (default: all flags)'],
    ...DECIDING_FLAGS,
    ['--json', 'flag, variant, values, is_default, reason and arbitrace; a list for all flags'],
    ...READING_FLAGS,
  ],
  examples: [
    `arbiter flag flags.arb --key new_checkout --data '{"user": {"id": "u1"}}'`,
    'arbiter flag flags.arb --data @context.json --json',
  ],
  options: { ...READING_OPTIONS, ...DECIDING_OPTIONS, key: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['FILE'],
  run: runFlag,
};

async function runFlag({ positionals: [path = ''], flags }: Arguments, terminal: Terminal): Promise<number> {
  const reading = await readingFlags(flags);
  const { data, ...given } = await decidingFlags(flags);
  const loaded = await runnableFrom(path, reading, terminal);
  if (loaded === null) return EXIT.findings;
  const { program } = loaded;
  requireKnownNames(given, [program]);
  const deciding = { ...given, overrides: overridesBy(given, program), context: contextOf(data, program) };
  const key = textFlag(flags, 'key');
  if (key !== undefined)
    requireFlag(
      key,
      program.flags.map(({ name }) => name),
    );
  const decisions = key === undefined ? decideFlags(program, deciding) : [decideFlag(program, key, deciding)];
  if (flags['json'] === true) {
    const shown = decisions.map(flagJson);
    terminal.out(JSON.stringify(key === undefined ? shown : shown[0]));
  } else for (const decision of decisions) show(decision, terminal);
  return EXIT.ok;
}

function requireFlag(key: string, known: readonly string[]): void {
  if (!known.includes(key)) throw new UsageError(`there is no flag \`${key}\`${suggestion(key, known)}`);
}

/** As on the wire. */
function flagJson({ flag, variant, values, isDefault, reason, arbitrace }: FlagDecision): object {
  return { flag, variant, values, is_default: isDefault, reason, arbitrace };
}

function show(
  { flag, variant, values, isDefault, reason, arbitrace }: FlagDecision,
  terminal: Terminal,
): void {
  const payload = values === null ? '' : ` ${JSON.stringify(values)}`;
  terminal.out(visible(`${flag} = ${variant}${payload}${isDefault ? ' (default)' : ''}: ${reason}`));
  showTrace(arbitrace, terminal);
}
