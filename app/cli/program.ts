/** Programs for commands: what cannot be read is a usage mistake, what does not compile is shown and counts as a finding. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ReportFormat } from '#lang';
import { reasonOf } from '#streams/faults.js';
import { type Loaded, type LoadedProgram, loadProgram } from '../load.ts';
import { type Terminal, UsageError } from './command.ts';
import { showReport } from './report.ts';

/** `null` when the program has errors, which have been shown. */
export async function programFrom(
  path: string,
  format: ReportFormat,
  terminal: Terminal,
): Promise<LoadedProgram | null> {
  const loaded = await readProgram(path);
  if (loaded.kind === 'program') return loaded;
  if (loaded.kind === 'refused') showRefusal(loaded, terminal);
  else showReport(loaded.diagnostics, { format, terminal });
  return null;
}

export async function readProgram(path: string): Promise<Loaded> {
  return await loadProgram(path).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}

/** A bundle that is none has no text to point at. */
export function showRefusal(
  { path, reason }: Extract<Loaded, { kind: 'refused' }>,
  terminal: Terminal,
): void {
  terminal.err(`${path}: refused: ${reason}`);
}

/** A file that a command will read later, refused now when it cannot be. */
export async function requireFile(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}
