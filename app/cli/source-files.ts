/** Rule files on disk: which ones are meant, their text, and how one is replaced so that no reader sees half of it. */
import { open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { reasonOf } from '#streams/faults.js';
import { UsageError } from './command.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files named, and all `.arb` files below the folders named; rejects when one of them cannot be read. */
export async function readSourceFiles(paths: readonly string[]): Promise<readonly SourceFile[]> {
  const found = new Set<string>();
  for (const path of paths) {
    for (const file of await filesAt(path).catch(unreadable(path))) found.add(normalize(file));
  }
  const files: SourceFile[] = [];
  for (const path of found) {
    const bytes = await readFile(path).catch(unreadable(path));
    files.push({ path, text: textFrom(bytes, path) });
  }
  return files;
}

/** Bytes that are no UTF-8 would be lost on writing, so they are refused. A byte order mark is kept. */
export function textFrom(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`\`${path}\` is not UTF-8 text`);
  }
}

/** In one step and with the same rights; a link stays a link. */
export async function replaceText(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(draft, 'wx', mode);
    try {
      await file.chmod(mode);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function filesAt(path: string): Promise<readonly string[]> {
  return (await stat(path)).isDirectory() ? filesBelow(path) : [path];
}

/** Tests (`.test.arb`) are written in a language of their own. Links are not followed. */
async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const isHidden = entry.name.startsWith('.') || entry.name === 'node_modules';
    if (entry.isDirectory() && !isHidden) files.push(...(await filesBelow(path)));
    else if (entry.isFile() && /(?<!\.test)\.arb$/.test(entry.name)) files.push(path);
  }
  return files;
}

function unreadable(path: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof UsageError
      ? error
      : new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  };
}
