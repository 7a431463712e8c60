/**
 * One process per data directory: a lock file that names the process and its life. A lock whose process is gone is taken over.
 * Without /proc the number alone decides, so a lock may look held after a restart; the message then names the process.
 * Processes in different containers do not see each other; LMDB's own lock still keeps the file whole.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';
import { isSameProcess, lifeOf } from '../system/process.ts';
import { unusableDirectory } from './directory.ts';

const LOCK_FILE = 'arbiter.lock';

/** Attempts to take a lock that others take and leave at the same time. */
const ATTEMPTS_MAX = 10;

/** Resolves to the function that gives the lock back. Rejects with `store/locked` while a live process holds it. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, LOCK_FILE);
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${process.pid} ${await lifeOf(process.pid)}\n`);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (await isLinked(draft, path)) return () => rm(path, { force: true });
      await removeStale(path, directory);
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusableDirectory(directory, readableReason(error), error);
  } finally {
    await rm(draft, { force: true });
  }
  throw unusableDirectory(directory, 'its lock file keeps changing');
}

/** A link appears with its content or not at all, unlike a file that is created and then written. */
async function isLinked(file: string, path: string): Promise<boolean> {
  try {
    await link(file, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the lock aside before judging it again: what is deleted is what was seen, and not a lock taken since. */
async function removeStale(path: string, directory: string): Promise<void> {
  const seen = await readLock(path);
  if (seen === null) return;
  const [pid = '', life = ''] = seen.trim().split(' ');
  if (await isSameProcess(Number(pid), life)) throw new Fault('store/locked', { values: { directory, pid } });
  const aside = `${path}.${randomUUID()}`;
  if (!(await isMoved(path, aside))) return;
  if ((await readLock(aside)) !== seen) await isLinked(aside, path);
  await rm(aside, { force: true });
}

async function isMoved(path: string, aside: string): Promise<boolean> {
  try {
    await rename(path, aside);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function readLock(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
