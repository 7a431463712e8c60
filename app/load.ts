/** Programs from files: `.arb` text is compiled, a bundle is verified and decoded. Either way the result is a bundle. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  compile,
  decodeProgram,
  type Diagnostic,
  encodeProgram,
  bundleDigest,
  type Program,
  type Source,
} from '#lang';

export interface LoadedProgram {
  readonly kind: 'program';
  readonly program: Program;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly source: Source;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Loaded =
  | LoadedProgram
  | { readonly kind: 'rejected'; readonly source: Source; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: string };

const MAGIC = Buffer.from('ARBB');

/** Rejects when the file cannot be read. */
export async function loadProgram(path: string): Promise<Loaded> {
  const content = await readFile(path);
  return content.subarray(0, MAGIC.length).equals(MAGIC) ? decode(path, content) : compileText(path, content);
}

/** A bundle is named after its file, so that moving a folder does not change what decisions refer to. */
function bundleName(path: string): string {
  return basename(path).replace(/\.arb$/, '');
}

function compileText(path: string, content: Uint8Array): Loaded {
  const source: Source = { name: path, text: Buffer.from(content).toString('utf8') };
  const { program, diagnostics } = compile(source, bundleName(path));
  if (program === null) return { kind: 'rejected', source, diagnostics };
  const bytes = encodeProgram(program);
  const loaded = decode(path, bytes);
  return loaded.kind === 'program' ? { ...loaded, source, diagnostics } : loaded;
}

/** Text goes this way too: what runs is what the bundle says, which is what a replay will read. */
function decode(path: string, bytes: Uint8Array): Loaded {
  const decoded = decodeProgram(bytes);
  if (decoded.kind === 'refused') return { kind: 'refused', path, reason: decoded.reason };
  const { program } = decoded;
  const source = { name: path, text: program.source };
  return { kind: 'program', program, bytes, digest: bundleDigest(bytes), source, diagnostics: [] };
}
