/** A measurement in a process of its own: what is compiled and collected for one must not count for another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { unhooked } from '../harness/child.ts';
import { ROOT } from '../harness/sources.ts';

/**
 * Runs a script below `dist` that prints JSON, and says what it printed. Its progress goes to where ours goes. Rejects when
 * the script fails, which has then said why.
 */
export async function runMeasured<Printed>(script: string, args: readonly string[]): Promise<Printed> {
  const path = join(ROOT, 'dist', script);
  const [program, ...given] = unhooked(process.execPath, '--expose-gc', path, ...args);
  const child = spawn(program, given, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`\`${script} ${args.join(' ')}\` ended with ${String(code)}`);
  return JSON.parse(printed);
}
