/**
 * Handler kind `exec`: runs a program for each outcome, without a shell. The target is its name and its arguments, separated by blanks;
 * the outcome comes as a line of JSON on standard input, what identifies it in the environment too. Exit status 0 is a delivery.
 * A rule file could name any program, so only those run that whoever starts the system has allowed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Sink } from '#actors/ports.js';
import type { StoredOutcome } from '#actors/records.js';
import { visible } from '#lang/report/visible.js';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';
import { jsonLine } from './stdout.ts';

export interface ExecOptions {
  /** Names of programs, as targets have them. */
  readonly allowed: ReadonlySet<string>;
  /** Working directory. */
  readonly directory: string;
  /** How long a program may take before it is killed with all that it has started. */
  readonly timeoutMs?: number;
}

export interface ExecSink extends Sink {
  /** Kills what runs: its outcome stays in the outbox. */
  close(): void;
}

const TIMEOUT_MS = 30_000;
/** Of standard error, from its end. */
const REMARK_MAX = 200;

/** The name of the program and its arguments. */
export function commandOf(target: string): readonly string[] {
  return target.split(/[ \t]+/).filter((word) => word !== '');
}

export function execSink({ allowed, directory, timeoutMs = TIMEOUT_MS }: ExecOptions): ExecSink {
  const running = new Set<ChildProcess>();
  return {
    async deliver(outcome) {
      const [program = '', ...args] = commandOf(outcome.target);
      if (!allowed.has(program)) throw failed(program, 'it is not allowed to run', false);
      const options = { cwd: directory, env: environmentOf(outcome), detached: true } as const;
      const child = spawn(program, args, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
      running.add(child);
      try {
        await completion(child, { program, line: jsonLine(outcome), timeoutMs });
      } finally {
        running.delete(child);
      }
    },
    close() {
      for (const child of running) killGroup(child);
    },
  };
}

interface Started {
  readonly program: string;
  readonly line: string;
  readonly timeoutMs: number;
}

function completion(child: ChildProcess, { program, line, timeoutMs }: Started): Promise<void> {
  return new Promise((resolve, reject) => {
    let remark = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killGroup(child);
    }, timeoutMs);
    child.stderr?.on('data', (chunk: Buffer) => {
      remark = (remark + chunk.toString('utf8')).slice(-REMARK_MAX);
    });
    // A program need not read what it is given.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${line}\n`);
    child.on('error', (error) => {
      clearTimeout(timer);
      const reason = codeOf(error) === 'ENOENT' ? 'there is no such program' : readableReason(error);
      reject(failed(program, reason, true));
    });
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) return resolve();
      const end = isLate ? `it took longer than ${timeoutMs} ms` : endOf(status, signal);
      const said = visible(remark.trim());
      reject(failed(program, said === '' ? end : `${end}: ${said}`, true));
    });
  });
}

function endOf(status: number | null, signal: string | null): string {
  return status === null ? `it was ended by ${String(signal)}` : `it ended with status ${status}`;
}

/** Nothing of the environment of this process but where programs are: it may hold secrets. */
function environmentOf({ id, arbiter, key, name, rule }: StoredOutcome): NodeJS.ProcessEnv {
  const inherited = ['PATH', 'LANG', 'TZ'].flatMap((variable) => {
    const value = process.env[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    ARB_ID: id,
    ARB_ARBITER: arbiter,
    ARB_KEY: key.replaceAll('\0', ''),
    ARB_OUTCOME: name,
    ARB_RULE: rule,
  };
}

/** It has a group of its own, because it was started as the leader of one. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function failed(program: string, reason: string, retryable: boolean): Fault {
  return new Fault('sink/failed', { values: { target: `exec ${program}`, reason }, retryable });
}
