/** Programs for commands: what cannot be read is a usage mistake, what does not compile is shown and counts as a finding. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { overlayPath, type ReportFormat } from '#lang';
import { visible } from '#lang/report/visible.js';
import { unsupported } from '#engine/unsupported.js';
import { reasonOf } from '#streams/faults.js';
import { type Loaded, type LoadedProgram, type LoadOptions, loadProgram } from '../load.ts';
import { type Flags, type Terminal, textFlag, UsageError } from './command.ts';
import { FORMAT_FLAG, FORMAT_OPTION, formatFlag, showReport } from './report.ts';
import { TRUST_FLAG, TRUST_OPTION, trustFlag } from './trust.ts';

/** How a command reads programs: whose bundles it takes, in which environment, and how it shows what is wrong with a program. */
export interface Reading extends LoadOptions {
  readonly format: ReportFormat;
}

const ENVIRONMENT_FLAG = [
  '--environment NAME',
  'with the flags and segments of `FILE.NAME.arb` beside `FILE.arb` in place of its own',
] as const;

export const READING_OPTIONS = {
  ...FORMAT_OPTION,
  trust: TRUST_OPTION,
  environment: { type: 'string' },
} as const;
export const READING_FLAGS = [ENVIRONMENT_FLAG, TRUST_FLAG, FORMAT_FLAG] as const;

export async function readingFlags(flags: Flags): Promise<Reading> {
  const environment = textFlag(flags, 'environment');
  return {
    format: formatFlag(flags),
    ...(await trustFlag(flags)),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** `null` when the program has errors, which have been shown. */
export async function programFrom(
  path: string,
  reading: Reading,
  terminal: Terminal,
): Promise<LoadedProgram | null> {
  const loaded = await readProgram(path, reading, terminal);
  if (loaded.kind === 'program') return loaded;
  if (loaded.kind === 'refused') showRefusal(loaded, terminal);
  else showReport(loaded.diagnostics, { format: reading.format, terminal });
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

/** Says when there is no file of the environment: the program is then the same as in every other one without. */
export async function readProgram(path: string, options: LoadOptions, terminal: Terminal): Promise<Loaded> {
  const { environment } = options;
  const loaded = await loadProgram(path, options).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
  if (environment !== undefined && loaded.kind === 'program' && loaded.environment === null)
    terminal.err(
      `${path}: there is no ${overlayPath(path, environment)}, so \`${environment}\` changes nothing`,
    );
  return loaded;
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
