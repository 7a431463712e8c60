/**
 * A file that is replaced whole: readers see the old text or this one, and so does whoever comes after a crash. The text is
 * written beside it and flushed, takes its name, and then the folder is flushed, because a name is durable only with its folder.
 * One writer at a time: the file beside has one name, so that what a crash left there is no litter but the next one's to replace.
 */
import { chmod, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './errno.ts';

/** The steps of it, each of which may be the last that is done. */
export interface WritingSteps {
  /** A file that is not there yet; without a mode as the process makes files. */
  create(path: string, text: string, mode: number | null): Promise<void>;
  /** A file or a folder to disk. */
  flush(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Also when there is none. */
  remove(path: string): Promise<void>;
}

export const WRITING_STEPS: WritingSteps = {
  create,
  flush,
  rename,
  remove: (path) => rm(path, { force: true }),
};

/** Rejects with the error of the step that failed; what the file holds then is the old text or this one. */
export async function replaceFile(path: string, text: string, steps = WRITING_STEPS): Promise<void> {
  const beside = `${path}.next`;
  await steps.remove(beside);
  await steps.create(beside, text, await modeOf(path));
  await steps.flush(beside);
  await steps.rename(beside, path);
  await steps.flush(dirname(path));
}

/** Who may read the file stays as it was; `null` where there is none. */
async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function create(path: string, text: string, mode: number | null): Promise<void> {
  await writeFile(path, text, { flag: 'wx' });
  if (mode !== null) await chmod(path, mode);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
