/** `arbiter compile`: text to a bundle, or to its bytecode as text. */
import { writeFile } from 'node:fs/promises';
import { disassemble } from '#lang';
import { outline } from '#lang/ast/outline.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';
import { type Arguments, type Command, EXIT, type Terminal, textFlag } from './command.ts';
import { programFrom } from './program.ts';
import { FORMAT_FLAG, FORMAT_OPTION, formatFlag } from './report.ts';

export const compileCommand: Command = {
  name: 'compile',
  summary: 'compiles a program to a bundle, or shows its bytecode',
  usage: 'FILE [--out BUNDLE] [--disasm] [--outline] [--format FORMAT]',
  flags: [
    ['--out BUNDLE', 'where to write the bundle (default: FILE with `.arbb`)'],
    ['--disasm', 'prints the bytecode instead of writing a bundle'],
    ['--outline', 'prints the syntax tree instead of writing a bundle'],
    FORMAT_FLAG,
  ],
  examples: ['arbiter compile rules.arb --out rules.arbb', 'arbiter compile rules.arbb --disasm'],
  options: {
    ...FORMAT_OPTION,
    out: { type: 'string' },
    disasm: { type: 'boolean' },
    outline: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runCompile,
};

async function runCompile(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  const loaded = await programFrom(path, formatFlag(flags), terminal);
  if (loaded === null) return EXIT.findings;
  if (flags['disasm'] === true) {
    terminal.out(disassemble(loaded.program).trimEnd());
    return EXIT.ok;
  }
  if (flags['outline'] === true) {
    terminal.out(parse(loaded.source, new Diagnostics()).map(outline).join('\n'));
    return EXIT.ok;
  }
  const out = textFlag(flags, 'out') ?? `${path.replace(/\.arb$/, '')}.arbb`;
  await writeFile(out, loaded.bytes);
  terminal.out(`${out}: ${loaded.bytes.length} bytes, digest ${loaded.digest.slice(0, 16)}`);
  return EXIT.ok;
}
