/** A command in this process: what a child process would do, without its start. The exit codes of what is thrown are `main.ts`'s. */
import { Readable } from 'node:stream';
import { EXIT, parseArguments, UsageError } from '#app/cli/command.js';
import { commandNamed } from '#app/cli/commands.js';
import { reasonOf } from '#streams/faults.js';
import type { Ended } from './child.ts';

export async function runHere([name = '', ...args]: readonly string[]): Promise<Omit<Ended, 'signal'>> {
  const lines = { out: '', err: '' };
  const terminal = {
    out: (line: string) => void (lines.out += `${line}\n`),
    err: (line: string) => void (lines.err += `${line}\n`),
    progress: () => undefined,
    colours: false,
    interrupted: Promise.resolve(),
  };
  const command = await commandNamed(name, Readable.from([]));
  if (command === undefined) throw new RangeError(`there is no command ${name}`);
  const running = async (): Promise<number> => await command.run(parseArguments(command, args), terminal);
  const code = await running().catch((error: unknown) => {
    terminal.err(reasonOf(error));
    return error instanceof UsageError ? EXIT.usage : EXIT.findings;
  });
  return { code, stdout: lines.out, stderr: lines.err };
}
