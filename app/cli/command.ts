/**
 * What a command of the CLI is, and how all of them are run: strict flags, `--help` with examples, exit code 0 for ok, 1 for
 * findings, 2 for usage, 3 for decisions that came out differently. A usage mistake is one line that says what to do.
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

type FlagValue = string | boolean | readonly string[] | undefined;

/** Values of flags as given, a list for a flag that may be repeated; a flag that was not given is absent. */
export type Flags = Readonly<Record<string, FlagValue>>;

export interface Terminal {
  /** A line on standard output. */
  out(line: string): void;
  /** A line on standard error. */
  err(line: string): void;
  /** Replaces the progress line; does nothing in a pipe. Empty text removes it. */
  progress(text: string): void;
  /** Whether lines on standard error may be coloured. */
  readonly colours: boolean;
  /** Resolves on SIGINT or SIGTERM. */
  readonly interrupted: Promise<void>;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Behind the command name, for example `FILE [--json]`. */
  readonly usage: string;
  /** Flag, then what it does, as `--help` shows them. */
  readonly flags: readonly (readonly [flag: string, meaning: string])[];
  readonly examples: readonly string[];
  readonly options: Options;
  /** Names of the positional arguments; a name in brackets is optional. */
  readonly positionals: readonly string[];
  /** Whether it ends with `EXIT.drift` when decisions came out differently. */
  readonly reportsDrift?: true;
  /** Returns the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly flags: Flags;
}

export const EXIT = { ok: 0, findings: 1, usage: 2, drift: 3 } as const;

/** A mistake in how a command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses the arguments behind a command's name; throws `UsageError`. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
    checkPositionals(command, positionals, values['help'] === true);
    return {
      positionals,
      flags: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, flagValue(value)])),
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

export function helpOf({ name, summary, usage, flags, examples, reportsDrift }: Command): string {
  const width = Math.max(...flags.map(([flag]) => flag.length), 4);
  const rows = [...flags, ['--help', 'shows this'] as const].map(
    ([flag, meaning]) => `  ${flag.padEnd(width)}  ${meaning}`,
  );
  return [
    `${name}: ${summary}`,
    '',
    `usage: arbiter ${name} ${usage}`,
    '',
    ...rows,
    '',
    'examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    `exit codes: 0 ok, 1 findings or failure, 2 usage${reportsDrift === true ? ', 3 something changed' : ''}`,
  ].join('\n');
}

/** The value of a text flag, or `undefined`. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a text flag that may be repeated, or `undefined`. */
export function textFlags(flags: Flags, name: string): readonly string[] | undefined {
  const values = flags[name];
  return typeof values === 'object' ? values : undefined;
}

/** A flag that takes a whole number of at least `min`. */
export function countFlag(flags: Flags, name: string, fallback: number, min = 1): number {
  const text = textFlag(flags, name);
  if (text === undefined) return fallback;
  if (!/^\d{1,15}$/.test(text) || Number(text) < min)
    throw new UsageError(`--${name} takes a whole number of at least ${min}, not \`${text}\``);
  return Number(text);
}

function checkPositionals({ name, positionals }: Command, given: readonly string[], isHelp: boolean): void {
  if (isHelp) return;
  const required = positionals.filter((positional) => !positional.startsWith('['));
  const missing = required[given.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  if (given.length > positionals.length && !positionals.at(-1)?.includes('…')) {
    throw new UsageError(`\`${given[positionals.length] ?? ''}\` is one argument too many for ${name}`);
  }
}

function firstSentence(text: string): string {
  return text.split(/\.\s/)[0] ?? text;
}

function flagValue(value: unknown): FlagValue {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
