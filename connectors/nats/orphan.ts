/**
 * A server that an earlier run left behind: the run was killed, its child lives on and writes to the same directory. It is
 * stopped before another one starts there. Called only while this process holds the directory's lock, so nobody is using
 * that server; a process that merely has its number is left alone.
 */
import { readFile, rm } from 'node:fs/promises';
import { Fault } from '#streams/faults.js';
import { codeOf } from '../system/errno.ts';
import { pause } from '../system/pause.ts';
import { commandOf, isEnded } from '../system/process.ts';

const POLL_MS = 20;
const TERM_PATIENCE_MS = 5_000;
const KILL_PATIENCE_MS = 2_000;

export async function stopOrphan(pidFile: string): Promise<void> {
  const pid = await readPid(pidFile);
  if (pid !== null && (await isOurs(pid, pidFile))) {
    const isStopped =
      (await signalAndWait(pid, 'SIGTERM', TERM_PATIENCE_MS)) ||
      (await signalAndWait(pid, 'SIGKILL', KILL_PATIENCE_MS));
    if (!isStopped) {
      const reason = `process ${pid}, left by an earlier run, cannot be stopped`;
      throw new Fault('nats/server-failed', { values: { reason } });
    }
  }
  await rm(pidFile, { force: true });
}

async function readPid(pidFile: string): Promise<number | null> {
  try {
    const pid = Number((await readFile(pidFile, 'utf8')).trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The server's command line names its pid file, which no other server has. */
async function isOurs(pid: number, pidFile: string): Promise<boolean> {
  return (await commandOf(pid)).includes(pidFile) && !(await isEnded(pid));
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return true;
    throw error;
  }
  for (let waited = 0; waited < patienceMs; waited += POLL_MS) {
    if (await isEnded(pid)) return true;
    await pause(POLL_MS);
  }
  return false;
}
