/** Child processes of tests: started, awaited, and ended by pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './sources.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A compiled script of the project, by its path below `dist`. */
export function startScript(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Child {
  const [program, ...given] = unhooked(process.execPath, join(ROOT, 'dist', file), ...args);
  const child = spawn(program, given, { cwd: options.cwd ?? ROOT, stdio: 'pipe' });
  return { process: child, ended: collect(child) };
}

export function runScript(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<Ended> {
  return startScript(file, args, options).ended;
}

/** What a child has written to standard error once that matches; rejects when it ends before. */
export async function toldBy(child: Child, what: RegExp): Promise<string> {
  let text = '';
  const told = new Promise<true>((resolve) => {
    child.process.stderr?.on('data', (more: string) => {
      text += more;
      if (what.test(text)) resolve(true);
    });
  });
  const first = await Promise.race([told, child.ended]);
  if (first !== true) throw new Error(`the run ended before it was ready: ${first.stderr}`);
  return text;
}

/** The `arbiter` program. */
export function runArbiter(args: readonly string[], options: { readonly cwd?: string } = {}): Promise<Ended> {
  return runScript('app/main.js', args, options);
}

async function collect(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, ...output };
}

/**
 * A command line without the hooks that the test runner puts into every Node process below it, even where the environment is
 * given: they slow each start, keep processes from ending, and break some tools. `env` becomes the program, so the pid is its.
 */
export function unhooked(...command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  return ['/usr/bin/env', '-u', 'NODE_OPTIONS', ...command];
}
