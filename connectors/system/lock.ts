/**
 * One process per data directory: a lock file that names the process and its life. A lock whose process is gone is taken over.
 * Without /proc the number alone decides, so a lock may look held after a restart; the message then names the process.
 * Processes in different containers do not see each other; LMDB's own lock still keeps the file whole.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from './errno.ts';
import { pause } from './pause.ts';
import { isSameProcess, lifeOf } from './process.ts';
import { unusableDirectory } from './directory.ts';

const LOCK_FILE = 'arbiter.lock';

/** Attempts while others take and leave the same lock, and the pause between them. */
const ATTEMPTS_MAX = 200;
const PAUSE_MS = 5;

/** Resolves to the function that gives the lock back. Rejects with `store/locked` while a live process holds it. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, LOCK_FILE);
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${process.pid} ${await lifeOf(process.pid)}\n`);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (await isLinked(draft, path)) return () => rm(path, { force: true });
      if (!(await isRemoved(path, draft))) await pause(PAUSE_MS);
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusableDirectory(directory, readableReason(error), error);
  } finally {
    await rm(draft, { force: true });
  }
  throw unusableDirectory(
    directory,
    `${takeoverOf(path)} stays; delete it if no other process is starting there`,
  );
}

/** A link appears with its content or not at all, unlike a file that is created and then written. */
async function isLinked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Whether the lock is gone. Only the holder of a second lock may remove a stale one, and only what it reads then: of two that
 * saw the same stale lock, the slower one would otherwise remove the lock that the faster one has just taken.
 */
async function isRemoved(path: string, draft: string): Promise<boolean> {
  if (!(await isStale(path))) return true;
  const takeover = takeoverOf(path);
  if (!(await isLinked(draft, takeover))) return false;
  try {
    if (await isStale(path)) await rm(path, { force: true });
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}

function takeoverOf(path: string): string {
  return `${path}.takeover`;
}

/** `false` also when there is no lock. Rejects with `store/locked` while its process lives. */
async function isStale(path: string): Promise<boolean> {
  const text = await readLock(path);
  if (text === null) return false;
  const [pid = '', life = ''] = text.trim().split(' ');
  if (!(await isSameProcess(Number(pid), life))) return true;
  throw new Fault('store/locked', { values: { directory: dirname(path), pid } });
}

async function readLock(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
