/** Programs for commands: what cannot be read is a usage mistake, what does not compile is shown and counts as a finding. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { renderDiagnostics, type Trust } from '#lang';
import { reasonOf } from '#streams/faults.js';
import { type LoadedProgram, loadProgram } from '../load.ts';
import { type Terminal, UsageError } from './command.ts';

/** `null` when the program has errors, which have been shown. */
export async function programFrom(
  path: string,
  terminal: Terminal,
  trust: Trust = {},
): Promise<LoadedProgram | null> {
  const loaded = await loadProgram(path, trust).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
  if (loaded.kind === 'program') return loaded;
  if (loaded.kind === 'refused') terminal.err(`${path}: refused: ${loaded.reason}`);
  else terminal.err(renderDiagnostics(loaded.diagnostics));
  return null;
}

/** A file that a command will read later, refused now when it cannot be. */
export async function requireFile(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}
