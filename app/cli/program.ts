/** Programs for commands: what cannot be read is a usage mistake, what does not compile is shown and counts as a finding. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { ReportFormat, Trust } from '#lang';
import { visible } from '#lang/report/visible.js';
import { unsupported } from '#engine/unsupported.js';
import { reasonOf } from '#streams/faults.js';
import { type Loaded, type LoadedProgram, loadProgram } from '../load.ts';
import { type Flags, type Terminal, UsageError } from './command.ts';
import { FORMAT_FLAG, FORMAT_OPTION, formatFlag, showReport } from './report.ts';
import { TRUST_FLAG, TRUST_OPTION, trustFlag } from './trust.ts';

/** How a command reads programs: whose bundles it takes, and how it shows what is wrong with a program. */
export interface Reading {
  readonly format: ReportFormat;
  readonly trust: Trust;
}

export const READING_OPTIONS = { ...FORMAT_OPTION, trust: TRUST_OPTION } as const;
export const READING_FLAGS = [TRUST_FLAG, FORMAT_FLAG] as const;

export async function readingFlags(flags: Flags): Promise<Reading> {
  return { format: formatFlag(flags), trust: await trustFlag(flags) };
}

/** `null` when the program has errors, which have been shown. */
export async function programFrom(
  path: string,
  { format, trust }: Reading,
  terminal: Terminal,
): Promise<LoadedProgram | null> {
  const loaded = await readProgram(path, trust);
  if (loaded.kind === 'program') return loaded;
  if (loaded.kind === 'refused') showRefusal(loaded, terminal);
  else showReport(loaded.diagnostics, { format, terminal });
  return null;
}

/** As `programFrom`; a program that uses what the engine does not run yet is refused, with every part of it. */
export async function runnableFrom(
  path: string,
  reading: Reading,
  terminal: Terminal,
): Promise<LoadedProgram | null> {
  const loaded = await programFrom(path, reading, terminal);
  const parts = loaded === null ? [] : unsupported(loaded.program);
  for (const part of parts) terminal.err(visible(`${path}: this version does not run it: ${part}`));
  return parts.length === 0 ? loaded : null;
}

export async function readProgram(path: string, trust: Trust): Promise<Loaded> {
  return await loadProgram(path, trust).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}

/** A bundle that is none has no text to point at. */
export function showRefusal(
  { path, reason }: Extract<Loaded, { kind: 'refused' }>,
  terminal: Terminal,
): void {
  terminal.err(visible(`${path}: refused: ${reason}`));
}

/** A file that a command will read later, refused now when it cannot be. */
export async function requireFile(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
}
