/**
 * Programs from files: `.arb` text is compiled, a bundle is taken out of its envelope, verified and decoded. Either way
 * the result is a plain bundle, so that signing or compressing a program does not change what it is called.
 */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type BundleCode,
  compileFiles,
  decodeProgram,
  type Diagnostic,
  encodeProgram,
  type Envelope,
  type EnvelopeCode,
  isBundle,
  openBundle,
  overlayPath,
  type Program,
  type Source,
  type Trust,
} from '#lang';
import { Diagnostics } from '#lang/diagnostic.js';
import { type Files, wantedBy } from '#lang/module/files.js';
import { MANIFEST_NAME } from '#lang/module/manifest.js';
import { sourceFrom } from '#lang/module/text.js';
import { openProject } from './project.ts';
import { readFiles } from './read-files.ts';

export interface LoadedProgram {
  readonly kind: 'program';
  readonly program: Program;
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** `null` for text. */
  readonly envelope: Envelope | null;
  readonly source: Source;
  /** Whose flags and segments lie over those of the text; `null` for none, also where the environment has no file. */
  readonly environment: string | null;
  /** Absolute paths of what it was read from, files that were wanted and are not there included. */
  readonly files: readonly string[];
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RefusedProgram {
  readonly kind: 'refused';
  readonly path: string;
  readonly code: BundleCode | EnvelopeCode;
  readonly reason: string;
}

export interface RejectedProgram {
  readonly kind: 'rejected';
  readonly source: Source;
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export type Loaded = LoadedProgram | RejectedProgram | RefusedProgram;

/** How a program is read. */
export interface LoadOptions extends Trust {
  /** The program as it is there: `flags.production.arb` lies over `flags.arb` in `production`. Of text only. */
  readonly environment?: string;
}

/**
 * Text or bundle; under trust a bundle only, because text carries no signature. Rejects when the file cannot be read, or not in
 * an environment.
 */
export async function loadProgram(path: string, options: LoadOptions = {}): Promise<Loaded> {
  const { environment } = options;
  const content = await readFile(path);
  if (isBundle(content)) {
    if (environment !== undefined) throw new Error('it is a bundle, which is compiled for one environment');
    return openFile(path, content, options);
  }
  if (options.trusted === undefined) return await compileText(path, content, environment);
  const reason = 'the program is text, and text carries no signature';
  return { kind: 'refused', path, code: 'envelope/unsigned', reason };
}

/** A bundle, never text. Rejects when the file cannot be read. */
export async function loadBundle(path: string, trust: Trust = {}): Promise<LoadedProgram | RefusedProgram> {
  return openFile(path, await readFile(path), trust);
}

/** Without `arbiter.toml` a bundle is named after its file, so that moving a folder does not change what decisions refer to. */
function bundleName(path: string): string {
  return basename(path).replace(/\.arb$/, '');
}

async function compileText(path: string, content: Uint8Array, environment?: string): Promise<Loaded> {
  const found = new Diagnostics();
  const project = await openProject(path, found);
  const source = sourceFrom(path, content, found);
  const overlay = overlayOf(project.entry, environment);
  const files = await readFiles(project.entry, project.resolver(source), overlay);
  const { program, diagnostics } = compileFiles(project.entry, files, {
    name: project.manifest?.name ?? bundleName(path),
    overlay,
    nowSeconds: Math.floor(Date.now() / 1000),
    findings: found.all(),
  });
  const names = new Set([MANIFEST_NAME, ...namesIn(files), ...(overlay === undefined ? [] : [overlay])]);
  const read = [...names].map((name) => join(project.root, name));
  if (program === null) return { kind: 'rejected', source, files: read, diagnostics };
  const loaded = decode(path, encodeProgram(program), null);
  if (loaded.kind === 'refused') return loaded;
  const isOverlaid = overlay !== undefined && files.has(overlay);
  return {
    ...loaded,
    environment: isOverlaid ? (environment ?? null) : null,
    source,
    files: read,
    diagnostics,
  };
}

function overlayOf(entry: string, environment: string | undefined): string | undefined {
  if (environment === undefined) return undefined;
  const path = overlayPath(entry, environment);
  if (path !== undefined) return path;
  throw new Error(
    `\`${environment}\` is no environment: letters, digits, \`_\` and \`-\`, and not \`test\`, which ends the names of tests`,
  );
}

function namesIn(files: Files): readonly string[] {
  return [...files].flatMap(([name, file]) => [name, ...wantedBy(file)]);
}

function openFile(path: string, content: Uint8Array, trust: Trust): LoadedProgram | RefusedProgram {
  const opened = openBundle(content, trust);
  if (opened.kind === 'bundle') return decode(path, opened.bundle, opened.envelope);
  return { kind: 'refused', path, code: opened.code, reason: opened.reason };
}

/** Text goes this way too: what runs is what the bundle says, which is what a replay will read. */
function decode(path: string, bytes: Uint8Array, envelope: Envelope | null): LoadedProgram | RefusedProgram {
  const decoded = decodeProgram(bytes);
  if (decoded.kind === 'refused')
    return { kind: 'refused', path, code: decoded.code, reason: decoded.reason };
  const { program, digest } = decoded;
  const source = { name: path, text: program.source };
  const files = [resolve(path)];
  return {
    kind: 'program',
    program,
    bytes,
    digest,
    envelope,
    environment: null,
    source,
    files,
    diagnostics: [],
  };
}
