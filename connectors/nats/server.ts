/**
 * A nats-server of our own, as a child process on the loopback interface with its data below one directory. The child has a
 * process group of its own, so that Ctrl-C reaches this process only, which drains first; it is stopped at every exit
 * of this process but a `kill -9`, and then by the next start (see orphan.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Fault, reasonOf } from '#streams/faults.js';
import { prepareDirectory } from '../system/directory.ts';
import { codeOf } from '../system/errno.ts';
import { beforeExit } from '../system/exit-guard.ts';
import { lockDirectory } from '../system/lock.ts';
import { pause } from '../system/pause.ts';
import { findNatsServer, programFolders } from './binary.ts';
import { stopOrphan } from './orphan.ts';

interface LocalServerOptions {
  /** Its `store_dir` is relative to the directory, its port is overridden. */
  readonly configFile: string;
  readonly directory: string;
  /** Without it 4222, or a free one when that is taken. */
  readonly port?: number;
  /** Where to look for the program, instead of PATH and the usual places. */
  readonly folders?: readonly string[];
}

export interface LocalServer {
  readonly url: string;
  stop(): Promise<void>;
}

const USUAL_PORT = 4222;
const ANY_PORT = -1;
const POLL_MS = 10;
const READY_PATIENCE_MS = 10_000;
const STOP_PATIENCE_MS = 5_000;

/** Rejects with `nats/no-server`, `nats/server-failed`, `store/locked` or `store/no-directory`. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const program = await findNatsServer(options.folders ?? programFolders(process.env['PATH'] ?? ''));
  const directory = resolve(options.directory);
  await prepareDirectory(directory);
  const unlock = await lockDirectory(directory);
  const place = { program, directory, configFile: resolve(options.configFile) };
  try {
    await stopOrphan(pidFile(directory));
    const child = await launchOn(place, options.port ?? null);
    return {
      url: child.url,
      stop: async () => {
        await child.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface Place {
  readonly program: string;
  readonly directory: string;
  readonly configFile: string;
}

async function launchOn(place: Place, port: number | null): Promise<ServerProcess> {
  if (port !== null) return launch(place, port);
  try {
    return await launch(place, USUAL_PORT);
  } catch (error) {
    if (!reasonOf(error).includes('address already in use')) throw error;
    return launch(place, ANY_PORT);
  }
}

async function launch({ program, directory, configFile }: Place, port: number): Promise<ServerProcess> {
  const args = ['-c', configFile, '-a', '127.0.0.1', '-p', `${port}`];
  const files = ['-P', pidFile(directory), '--ports_file_dir', directory];
  const child = spawn(program, [...args, ...files], {
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const server = new ServerProcess(child, directory);
  try {
    await server.ready();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function pidFile(directory: string): string {
  return join(directory, 'nats-server.pid');
}

class ServerProcess {
  url = '';
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #exited: Promise<void>;
  readonly #releaseExit: () => void;
  #lastLine = 'it said nothing';
  #hasExited = false;

  constructor(child: ChildProcess, directory: string) {
    this.#child = child;
    this.#directory = directory;
    this.#exited = new Promise((resolve) => {
      const end = (): void => {
        this.#hasExited = true;
        resolve();
      };
      child.once('error', (error) => {
        this.#lastLine = error.message;
        if (child.pid === undefined) end();
      });
      child.once('close', end);
    });
    this.#releaseExit = beforeExit(() => child.kill('SIGTERM'));
    this.#followLog();
  }

  /** The server writes its ports file when it listens. */
  async ready(): Promise<void> {
    for (let waited = 0; waited < READY_PATIENCE_MS && !this.#hasExited; waited += POLL_MS) {
      const url = await this.#listeningUrl();
      if (url !== null) {
        this.url = url;
        return;
      }
      await Promise.race([this.#exited, pause(POLL_MS)]);
    }
    const reason = this.#hasExited
      ? this.#lastLine
      : `it does not listen after ${READY_PATIENCE_MS / 1000} s`;
    throw new Fault('nats/server-failed', { values: { reason } });
  }

  async stop(): Promise<void> {
    this.#releaseExit();
    if (!this.#hasExited) {
      this.#child.kill('SIGTERM');
      const patience = new AbortController();
      await Promise.race([this.#exited, pause(STOP_PATIENCE_MS, patience.signal)]);
      patience.abort();
      if (!this.#hasExited) this.#child.kill('SIGKILL');
      await this.#exited;
    }
    await rm(pidFile(this.#directory), { force: true });
    await rm(this.#portsFile, { force: true });
  }

  get #portsFile(): string {
    return join(this.#directory, `nats-server_${this.#child.pid}.ports`);
  }

  async #listeningUrl(): Promise<string | null> {
    try {
      const ports: unknown = JSON.parse(await readFile(this.#portsFile, 'utf8'));
      return firstUrl(ports);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** Read to the end, or the server would wait for room in the pipe. Lines look like `[pid] 2026/11/21 09:25:33 [FTL] text`. */
  #followLog(): void {
    if (this.#child.stderr === null) return;
    createInterface({ input: this.#child.stderr }).on('line', (line) => {
      this.#lastLine = line.replace(/^\[\d+\] [\d/]+ [\d:.]+ /, '').trim() || this.#lastLine;
    });
  }
}

function firstUrl(ports: unknown): string | null {
  if (typeof ports !== 'object' || ports === null || !('nats' in ports) || !Array.isArray(ports.nats))
    return null;
  const [url]: unknown[] = ports.nats;
  return typeof url === 'string' ? url : null;
}
