/** `arbiter compile`: text to a bundle, compressed and signed if asked to, or to its bytecode as text. */
import { writeFile } from 'node:fs/promises';
import { disassemble, openBundle, sealBundle, type SigningKey } from '#lang';
import { outline } from '#lang/ast/outline.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';
import { visibleLines } from '#lang/report/visible.js';
import type { LoadedProgram } from '../load.ts';
import {
  type Arguments,
  type Command,
  EXIT,
  type Flags,
  type Terminal,
  textFlag,
  UsageError,
} from './command.ts';
import { readSigningKey } from './keys.ts';
import { programFrom, READING_FLAGS, READING_OPTIONS, readingFlags } from './program.ts';

export const compileCommand: Command = {
  name: 'compile',
  summary: 'compiles a program to a bundle, or shows its bytecode',
  usage:
    'FILE [--out BUNDLE] [--gzip] [--sign KEY.pem] [--json] [--format FORMAT] | FILE --disasm | FILE --outline',
  flags: [
    ['--out BUNDLE', 'where to write the bundle (default: FILE with `.arbb`)'],
    ['--gzip', 'compresses the bundle'],
    ['--sign KEY.pem', 'signs the bundle with an Ed25519 private key, see `arbiter bundle keygen`'],
    ['--disasm', 'prints the bytecode instead of writing a bundle'],
    ['--outline', 'prints the syntax tree instead of writing a bundle'],
    ['--json', 'what was written, as one JSON object'],
    ...READING_FLAGS,
  ],
  examples: [
    'arbiter compile rules.arb --out rules.arbb',
    'arbiter compile rules.arb --gzip --sign keys/signing.key.pem',
    'arbiter compile rules.arbb --disasm',
  ],
  options: {
    ...READING_OPTIONS,
    out: { type: 'string' },
    gzip: { type: 'boolean' },
    sign: { type: 'string' },
    disasm: { type: 'boolean' },
    outline: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: ['FILE'],
  run: runCompile,
};

async function runCompile(
  { positionals: [path = ''], flags }: Arguments,
  terminal: Terminal,
): Promise<number> {
  refuseMixture(flags);
  const keyFile = textFlag(flags, 'sign');
  const signingKey = keyFile === undefined ? undefined : await readSigningKey(keyFile);
  const loaded = await programFrom(path, await readingFlags(flags), terminal);
  if (loaded === null) return EXIT.findings;
  if (flags['disasm'] === true) terminal.out(visibleLines(disassemble(loaded.program).trimEnd()));
  else if (flags['outline'] === true)
    terminal.out(visibleLines(parse(loaded.source, new Diagnostics()).map(outline).join('\n')));
  else return await writeBundle({ path, loaded, signingKey, flags, terminal });
  return EXIT.ok;
}

interface Writing {
  readonly path: string;
  readonly loaded: LoadedProgram;
  readonly signingKey: SigningKey | undefined;
  readonly flags: Flags;
  readonly terminal: Terminal;
}

/** Opened before it is written: a bundle too large to be expanded again is not left behind. */
async function writeBundle({ path, loaded, signingKey, flags, terminal }: Writing): Promise<number> {
  const sealed = sealBundle(loaded.bytes, { gzip: flags['gzip'] === true, signingKey });
  const opened = openBundle(sealed);
  if (opened.kind === 'refused') {
    terminal.err(`${path}: not written: ${opened.reason}`);
    return EXIT.findings;
  }
  const file = textFlag(flags, 'out') ?? `${path.replace(/\.arb$/, '')}.arbb`;
  await writeFile(file, sealed);
  const { gzip, signedBy, bytes } = opened.envelope;
  if (flags['json'] === true)
    terminal.out(JSON.stringify({ file, bytes, digest: loaded.digest, gzip, signedBy }));
  else {
    const signed = signedBy === null ? '' : `, signed by ${signedBy}`;
    terminal.out(`${file}: ${bytes} bytes, digest ${loaded.digest.slice(0, 16)}${signed}`);
  }
  return EXIT.ok;
}

function refuseMixture(flags: Flags): void {
  const shown = ['disasm', 'outline'].find((name) => flags[name] === true);
  const written = ['out', 'gzip', 'sign', 'json'].find((name) => flags[name] !== undefined);
  if (shown !== undefined && written !== undefined)
    throw new UsageError(`--${written} is about a bundle, and --${shown} writes none`);
}
