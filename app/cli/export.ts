/** `arbiter export`: a program whose rules need nothing but their conditions, to rules in JSON. */
import { convertToJson } from '#lang';
import { type Arguments, type Command, EXIT, type Terminal, textFlag } from './command.ts';
import { showRemarks } from './remarks.ts';
import { readText, writeText } from './text-file.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'converts the rules of a program to JSON (Arishem)',
  usage: 'FILE [--out FILE]',
  flags: [['--out FILE', 'where to write the JSON (default: standard output)']],
  examples: ['arbiter export rules.arb --out rules.json', "arbiter export rules.arb | jq '.rules[].name'"],
  options: { out: { type: 'string' } },
  positionals: ['FILE'],
  run: runExport,
};

/** What the JSON does not hold is said on standard error, so that a pipe sees the JSON and nothing else. */
async function runExport(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const converted = convertToJson({ name: path, text: await readText(path) });
  if ('problems' in converted) {
    showRemarks(path, converted.problems, terminal);
    return EXIT.findings;
  }
  showRemarks(path, converted.dropped, terminal);
  const json = JSON.stringify(converted.json, null, 2);
  const out = textFlag(flags, 'out');
  if (out === undefined) terminal.out(json);
  else await writeText(out, `${json}\n`);
  return EXIT.ok;
}
