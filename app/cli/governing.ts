/** The flags that say how decisions are governed: which rules by tag, which overrides, under which name, how much of a trace. */
import type { Overrides, RuleOptions, TraceLevel } from '#engine';
import type { Program } from '#lang';
import { overridesFromJson } from '#streams/codec/overrides.js';
import { unknownTarget } from '../overrides.ts';
import { suggestion } from '#lang/suggest.js';
import { type Flags, textFlag, UsageError } from './command.ts';
import { jsonFrom } from './context.ts';
import { readText } from './text-file.ts';

export const SELECTION_FLAGS = [
  ['--tags A,B', 'only rules that carry one of these tags'],
  ['--all-tags A,B', 'only rules that carry all of these tags'],
] as const;

export const OVERRIDE_FLAGS = [
  ['--overrides FILE', 'kill switches and rollouts that replace those of the source, as JSON'],
  ['--bundle-name NAME', 'the name that rollouts without a namespace count under (default: arbiter)'],
] as const;

export const TRACE_FLAG = [
  '--trace LEVEL',
  'how much of the arbitrace: full, blocked (what stopped or fired), off (default: full)',
] as const;

export const SELECTION_OPTIONS = { tags: { type: 'string' }, 'all-tags': { type: 'string' } } as const;
export const OVERRIDE_OPTIONS = {
  overrides: { type: 'string' },
  'bundle-name': { type: 'string' },
} as const;
export const TRACE_OPTION = { trace: { type: 'string' } } as const;

export type Selecting = Pick<RuleOptions, 'tags' | 'allTags'>;
export type Governing = Pick<RuleOptions, 'overrides' | 'bundleName'>;

export function selectionFlags(flags: Flags): Selecting {
  const tags = tagsFlag(flags, 'tags');
  const allTags = tagsFlag(flags, 'all-tags');
  return { ...(tags === undefined ? {} : { tags }), ...(allTags === undefined ? {} : { allTags }) };
}

export async function governingFlags(flags: Flags): Promise<Governing> {
  const path = textFlag(flags, 'overrides');
  const bundleName = textFlag(flags, 'bundle-name');
  if (bundleName === '') throw new UsageError('--bundle-name takes a name that is not empty');
  return {
    ...(path === undefined ? {} : { overrides: await readOverrides(path) }),
    ...(bundleName === undefined ? {} : { bundleName }),
  };
}

export function traceFlag(flags: Flags): TraceLevel {
  return choiceFlag(flags, 'trace', ['full', 'blocked', 'off'] as const);
}

/** A flag that takes one of some words; the first is what it is when it was not given. */
export function choiceFlag<Choice extends string>(
  flags: Flags,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const given = textFlag(flags, name);
  if (given === undefined) return choices[0];
  const choice = choices.find((known) => known === given);
  if (choice === undefined)
    throw new UsageError(`--${name} takes one of ${choices.join(', ')}, not \`${given}\``);
  return choice;
}

/** Refuses what nothing in any of the programs is called: a slip of the finger must not look like a decision. */
export function requireKnownNames(
  { tags = [], allTags = [], overrides = {} }: Selecting & Governing,
  programs: readonly Program[],
): void {
  const known = programs.flatMap((program) => program.tags);
  const tag = [...tags, ...allTags].find((name) => !known.includes(name));
  if (tag !== undefined) throw new UsageError(`no rule has the tag \`${tag}\`${suggestion(tag, known)}`);
  const problem = unknownTarget(overrides, programs);
  if (problem !== null) throw new UsageError(`--overrides: ${problem}`);
}

async function readOverrides(path: string): Promise<Overrides> {
  const parsed = overridesFromJson(jsonFrom(await readText(path), `\`${path}\``));
  if ('overrides' in parsed) return parsed.overrides;
  throw new UsageError(`\`${path}\` holds no overrides: ${parsed.problem}`);
}

function tagsFlag(flags: Flags, name: string): readonly string[] | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const tags = text.split(',').map((tag) => tag.trim());
  if (tags.includes(''))
    throw new UsageError(`--${name} takes tags with commas between them, not \`${text}\``);
  return tags;
}
