/** The flags that say what a decision is about: the context and the instant. */
import { type Program, parseJson as parseText } from '#lang';
import { contextFromJson, readContext, type ValueRecord } from '#engine';
import { parseInstantMs } from '#lang/instant.js';
import { positionOf } from '#lang/source.js';
import { type Flags, textFlag, UsageError } from './command.ts';
import { readText } from './text-file.ts';

export const CONTEXT_FLAG = ['--data JSON', 'the context, as JSON or as @FILE (default: {})'] as const;
export const NOW_FLAG = ['--now INSTANT', 'the instant to decide at, RFC 3339 (default: now)'] as const;
export const CONTEXT_OPTIONS = { data: { type: 'string' }, now: { type: 'string' } } as const;

/** JSON that can be a context; what is in it depends on the program. */
export async function contextFlag(flags: Flags): Promise<unknown> {
  const given = textFlag(flags, 'data') ?? '{}';
  const parsed = jsonFrom(given.startsWith('@') ? await readText(given.slice(1)) : given, '--data');
  const reading = readContext(parsed);
  if (reading.kind === 'invalid') throw new UsageError(`--data is no context: it ${reading.reason}`);
  return parsed;
}

/** The context as the program declares it; of data that is known to be one. */
export function contextOf(data: unknown, program: Program): ValueRecord {
  return contextFromJson(data, program.context);
}

export function instantFlag(flags: Flags): number {
  const text = textFlag(flags, 'now');
  if (text === undefined) return Date.now();
  const ms = parseInstantMs(text);
  if (ms === undefined)
    throw new UsageError(`--now takes an instant such as 2026-01-01T00:00:00Z, not \`${text}\``);
  return ms;
}

/** `name` is where the text comes from. */
export function jsonFrom(text: string, name: string): unknown {
  const parsed = parseText(text);
  if ('value' in parsed) return parsed.value;
  const { line, column } = positionOf({ name, text }, parsed.faultAt);
  throw new UsageError(`${name} is not JSON at ${line}:${column}`);
}
