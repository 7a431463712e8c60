/**
 * Other processes on this machine: whether one is running, and whether it is still the same one. Numbers are used
 * again, in containers after every restart, so a number alone proves nothing where /proc can tell more.
 */
import { readFile } from 'node:fs/promises';
import { codeOf } from './errno.ts';

/** The life of a process that ended but was not waited for by its parent: /proc still knows its number. */
const ENDED = 'ended';

/** Where there is no /proc. */
const UNKNOWN = '-';

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Whether a process runs under this number and, as far as can be told, in this life. */
export async function isSameProcess(pid: number, life: string): Promise<boolean> {
  return isRunning(pid) && (await lifeOf(pid)) === life;
}

/** Tells two lives of a number apart: boot and start time. */
export async function lifeOf(pid: number): Promise<string> {
  const status = await readProcess(pid, 'stat');
  const boot = await readProcess('sys', 'kernel/random/boot_id');
  if (status === null || boot === null) return UNKNOWN;
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? ENDED : `${boot.trim()}:${fields[19] ?? ''}`;
}

/** Also when its parent has not waited for it yet. */
export async function isEnded(pid: number): Promise<boolean> {
  return !isRunning(pid) || (await lifeOf(pid)) === ENDED;
}

/** The command line of a process, word by word; empty where that cannot be told. */
export async function commandOf(pid: number): Promise<readonly string[]> {
  return (await readProcess(pid, 'cmdline'))?.split('\0').slice(0, -1) ?? [];
}

async function readProcess(subject: number | 'sys', file: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${subject}/${file}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ESRCH'].includes(codeOf(error))) return null;
    throw error;
  }
}
