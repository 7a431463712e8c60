/** The flags that say how decisions are governed: which rules by tag, which overrides, under which name, how much of a trace. */
import { NO_OVERRIDES, overridesFor, type OverrideSets } from '#engine/govern/override-sets.js';
import type { Overrides, RuleOptions, TraceLevel } from '#engine';
import type { Program } from '#lang';
import { overrideSetsFromText } from '#streams/codec/overrides.js';
import { idOf } from '../audit-file.ts';
import { unknownTarget } from '../overrides.ts';
import { suggestion } from '#lang/suggest.js';
import { type Flags, textFlag, UsageError } from './command.ts';
import { readText } from './text-file.ts';

export const SELECTION_FLAGS = [
  ['--tags A,B', 'only rules that carry one of these tags'],
  ['--all-tags A,B', 'only rules that carry all of these tags'],
] as const;

export const OVERRIDE_FLAGS = [
  [
    '--overrides FILE',
    'kill switches and rollouts that replace those of the source, of one bundle or several',
  ],
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

export interface Governing extends Pick<RuleOptions, 'bundleName'> {
  /** Of all bundles; `overridesBy` says which count for a program. */
  readonly overrideSets: OverrideSets;
}

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
    overrideSets: path === undefined ? NO_OVERRIDES : await readOverrides(path),
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

/** Those that count for a program: by its name, or the one that it goes under, and by the id of this version of it. */
export function overridesBy({ overrideSets, bundleName }: Governing, program: Program): Overrides {
  return overridesFor(overrideSets, [bundleName ?? program.name, idOf(program)]);
}

/** Refuses what nothing in any of the programs is called: a slip of the finger must not look like a decision. */
export function requireKnownNames(given: Selecting & Governing, programs: readonly Program[]): void {
  const known = programs.flatMap((program) => program.tags);
  const tag = [...(given.tags ?? []), ...(given.allTags ?? [])].find((name) => !known.includes(name));
  if (tag !== undefined) throw new UsageError(`no rule has the tag \`${tag}\`${suggestion(tag, known)}`);
  for (const program of programs) {
    const problem = unknownTarget(overridesBy(given, program), programs);
    if (problem !== null) throw new UsageError(`--overrides: ${problem}`);
  }
}

async function readOverrides(path: string): Promise<OverrideSets> {
  const parsed = overrideSetsFromText(await readText(path));
  if ('sets' in parsed) return parsed.sets;
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
