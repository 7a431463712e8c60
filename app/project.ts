/** Projects on disk: `arbiter.toml` marks the root, imports are files below it, and nothing outside of it is read. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Manifest, Source } from '#lang';
import type { Diagnostics } from '#lang/diagnostic.js';
import { MANIFEST_NAME, parseManifest } from '#lang/module/manifest.js';
import { SOURCE_BYTES_MAX, sourceFrom } from '#lang/module/text.js';
import type { Resolver } from './read-files.ts';

export interface Project {
  readonly manifest: Manifest | null;
  /** The folder that paths of the program start from, absolute. */
  readonly root: string;
  /** The path of the program from the root, with `/`. */
  readonly entry: string;
  /** `source` is the text of the entry. */
  resolver(source: Source): Resolver;
}

/** What is wrong with the manifest, and later with the bytes of files, is reported. */
export async function openProject(path: string, diagnostics: Diagnostics): Promise<Project> {
  const root = await findRoot(dirname(resolve(path)));
  const folder = root ?? dirname(resolve(path));
  const shown = (file: string): string => relative('', join(folder, file)) || file;
  const read = async (file: string): Promise<Source | null> => {
    const bytes = await readBytes(join(folder, ...file.split('/')));
    return bytes === null ? null : sourceFrom(shown(file), bytes, diagnostics);
  };
  const manifest = root === null ? null : await read(MANIFEST_NAME);
  const entry = relative(folder, resolve(path)).split(sep).join('/');
  return {
    manifest: manifest === null ? null : parseManifest(manifest, diagnostics),
    root: folder,
    entry,
    resolver: (source) => ({ read: async (file) => (file === entry ? source : await read(file)) }),
  };
}

/** The nearest folder upwards that holds a manifest. */
async function findRoot(folder: string): Promise<string | null> {
  const isRoot = await stat(join(folder, MANIFEST_NAME)).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isRoot) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : await findRoot(parent);
}

/** `null` where there is no file; one byte more than allowed is enough to be refused. */
async function readBytes(path: string): Promise<Uint8Array | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  return found.size > SOURCE_BYTES_MAX ? new Uint8Array(SOURCE_BYTES_MAX + 1) : await readFile(path);
}
