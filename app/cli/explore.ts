/** `arbiter explore`: what is in a program, without running it. */
import { visible } from '#lang/report/visible.js';
import { summaryOf } from '../explore/summary.ts';
import { summaryLines } from '../explore/text.ts';
import { type Arguments, type Command, EXIT, type Terminal } from './command.ts';
import { programFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';

export const explore: Command = {
  name: 'explore',
  summary: 'lists what a program declares, with its gates, types and units',
  usage: 'FILE [--json] [--trust PUB.pem] [--format FORMAT]',
  flags: [['--json', 'the summary as one JSON object'], ...READING_FLAGS],
  examples: ['arbiter explore rules.arb', `arbiter explore rules.arbb --json | jq '.rules[].name'`],
  options: { ...READING_OPTIONS, json: { type: 'boolean' } },
  positionals: ['FILE'],
  run: runExplore,
};

async function runExplore(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const loaded = await programFrom(path, await readingFlags(flags), terminal);
  if (loaded === null) return EXIT.findings;
  const summary = summaryOf(loaded.program, path);
  if (flags['json'] === true) terminal.out(JSON.stringify(summary));
  else for (const line of summaryLines(summary)) terminal.out(visible(line));
  return EXIT.ok;
}
