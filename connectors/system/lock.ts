/**
 * Lock files: one process per data directory, one writer of a file at a time. A lock names the process and its life; one whose
 * process is gone is taken over. Without /proc the number alone decides, so a lock may look held after a restart; the message
 * then names the process.
 * Processes in different containers do not see each other; LMDB's own lock still keeps the file whole.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from './errno.ts';
import { pause } from './pause.ts';
import { isSameProcess, lifeOf } from './process.ts';
import { unusableDirectory } from './directory.ts';

const LOCK_FILE = 'arbiter.lock';

/** Attempts while others take and leave the same lock, and the pause between them. */
const ATTEMPTS_MAX = 200;
const PAUSE_MS = 5;
/** Attempts while somebody else writes a file; a writer flushes, which takes as long as the disk does. */
const WAITS_MAX = 2_000;

export type Unlock = () => Promise<void>;

type Attempt =
  | { readonly kind: 'taken'; readonly unlock: Unlock }
  | { readonly kind: 'held'; readonly pid: string }
  | { readonly kind: 'contended' };

/** Resolves to the function that gives the lock back. Rejects with `store/locked` while a live process holds it. */
export async function lockDirectory(directory: string): Promise<Unlock> {
  const path = join(directory, LOCK_FILE);
  const attempt = await take(path).catch((error: unknown) => {
    throw unusableDirectory(directory, readableReason(error), error);
  });
  if (attempt.kind === 'taken') return attempt.unlock;
  if (attempt.kind === 'held') throw new Fault('store/locked', { values: { directory, pid: attempt.pid } });
  throw unusableDirectory(directory, stuckReason(path));
}

/** For the time of one write: a lock beside the file, waited for while others write. Rejects with the reason as an `Error`. */
export async function lockFile(file: string): Promise<Unlock> {
  const path = `${file}.lock`;
  for (let wait = 0; ; wait++) {
    const attempt = await take(path);
    if (attempt.kind === 'taken') return attempt.unlock;
    if (attempt.kind === 'contended') throw new Error(stuckReason(path));
    if (wait >= WAITS_MAX) throw new Error(`process ${attempt.pid} holds ${path}`);
    await pause(PAUSE_MS);
  }
}

async function take(path: string): Promise<Attempt> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${process.pid} ${await lifeOf(process.pid)}\n`);
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (await isLinked(draft, path)) return { kind: 'taken', unlock: () => rm(path, { force: true }) };
      const holder = await holderOf(path);
      if (holder?.isAlive === true) return { kind: 'held', pid: holder.pid };
      if (holder !== null && !(await isRemoved(path, draft))) await pause(PAUSE_MS);
    }
    return { kind: 'contended' };
  } finally {
    await rm(draft, { force: true });
  }
}

function stuckReason(path: string): string {
  return `${takeoverOf(path)} stays; delete it if no other process is starting there`;
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
 * Whether the stale lock is gone. Only the holder of a second lock may remove it, and only what it reads then: of two that saw
 * the same stale lock, the slower one would otherwise remove the lock that the faster one has just taken.
 */
async function isRemoved(path: string, draft: string): Promise<boolean> {
  const takeover = takeoverOf(path);
  if (!(await isLinked(draft, takeover))) return false;
  try {
    const holder = await holderOf(path);
    if (holder?.isAlive === false) await rm(path, { force: true });
    return true;
  } finally {
    await rm(takeover, { force: true });
  }
}

function takeoverOf(path: string): string {
  return `${path}.takeover`;
}

interface Holder {
  readonly pid: string;
  readonly isAlive: boolean;
}

/** `null` when there is no lock. */
async function holderOf(path: string): Promise<Holder | null> {
  const text = await readLock(path);
  if (text === null) return null;
  const [pid = '', life = ''] = text.trim().split(' ');
  return { pid, isAlive: await isSameProcess(Number(pid), life) };
}

async function readLock(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}
