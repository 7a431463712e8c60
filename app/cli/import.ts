/** `arbiter import`: rules in JSON to a program of the language. */
import { convertJsonRules, type JsonRulesConversion, parseJson } from '#lang';
import { positionOf } from '#lang/source.js';
import { type Arguments, type Command, EXIT, type Terminal, textFlag } from './command.ts';
import { showRemarks } from './remarks.ts';
import { readText, writeText } from './text-file.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'converts JSON rules (Arishem) to a program',
  usage: 'FILE [--out FILE] [--json]',
  flags: [
    ['--out FILE', 'where to write the program (default: standard output)'],
    ['--json', 'one JSON object: file, ok, text, notes, problems'],
  ],
  examples: ['arbiter import rules.json --out rules.arb', 'arbiter import rules.json --json | jq .problems'],
  options: { out: { type: 'string' }, json: { type: 'boolean' } },
  positionals: ['FILE'],
  run: runImport,
};

async function runImport(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const converted = convert(await readText(path), path);
  const ok = 'text' in converted;
  const out = textFlag(flags, 'out');
  if (ok && out !== undefined) await writeText(out, converted.text);
  if (flags['json'] === true) terminal.out(JSON.stringify({ file: path, ok, ...converted }));
  else showRemarks(path, ok ? converted.notes : converted.problems, terminal);
  if (ok && out === undefined && flags['json'] !== true) terminal.out(converted.text.trimEnd());
  return ok ? EXIT.ok : EXIT.findings;
}

function convert(text: string, name: string): JsonRulesConversion {
  const parsed = parseJson(text);
  if ('value' in parsed) return convertJsonRules(parsed.value);
  const { line, column } = positionOf({ name, text }, parsed.faultAt);
  const found = parsed.faultAt < text.length ? 'this is no JSON' : 'the JSON ends too early';
  return { problems: [{ place: `${line}:${column}`, message: found }] };
}
