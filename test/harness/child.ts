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
  const child = spawn(process.execPath, [join(ROOT, 'dist', file), ...args], {
    cwd: options.cwd ?? ROOT,
    stdio: 'pipe',
    env: plainEnvironment(),
  });
  return { process: child, ended: collect(child) };
}

export function runScript(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<Ended> {
  return startScript(file, args, options).ended;
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

/** Without the hooks that the test runner puts into Node processes: they slow every start and break some tools. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _hooks, ...environment } = process.env;
  return environment;
}
