/**
 * Overrides as they stand in files: JSON with lower-case snake names, a rollout in basis points. Whatever is not understood is
 * refused with its place, because an override that is silently ignored leaves a switch where it was.
 */
import type { Override, Overrides } from '#engine';
import type { Program } from '#lang';
import { suggestion } from './suggestion.ts';

export type ParsedOverrides = { readonly overrides: Overrides } | { readonly problem: string };

type Members = readonly (readonly [name: string, value: unknown])[];
type Table<Value> = Readonly<Record<string, Value>>;

const BASIS_POINTS_MAX = 10_000;
const SECTIONS = ['rules', 'arms', 'flags', 'flag_rules'] as const;

/**
 * `{ "rules": { "Free": { "kill_switch": true, "rollout": 2500 } }, "arms": { "Route": { "Fast": { … } } },
 * "flags": { "checkout": { "kill_switch": false } }, "flag_rules": { "checkout": { "0": { "rollout": 500 } } } }`; every
 * member may be absent, and `null` is as good as absent.
 */
export function overridesFromJson(raw: unknown): ParsedOverrides {
  const problems: string[] = [];
  const reading = new Reading(problems);
  const overrides = reading.overrides(raw);
  const [problem] = problems;
  return problem === undefined ? { overrides } : { problem };
}

/** What overrides name and none of the programs has, as one sentence; `null` when there is nothing. */
export function unknownTarget(overrides: Overrides, programs: readonly Program[]): string | null {
  const rules = programs.flatMap((program) => [...program.rules, ...program.expertRules].map(nameOf));
  const strategies = programs.flatMap((program) => program.strategies);
  const flags = programs.flatMap((program) => program.flags);
  const armsOf = (name: string): readonly string[] =>
    strategies.filter((known) => known.name === name).flatMap(({ arms }) => arms.map(({ label }) => label));
  const indicesOf = (name: string): readonly string[] =>
    flags.filter((known) => known.name === name).flatMap((flag) => flag.rules.map((_, index) => `${index}`));
  return (
    missing('rule', Object.keys(overrides.rules ?? {}), rules) ??
    missing('strategy', Object.keys(overrides.arms ?? {}), strategies.map(nameOf)) ??
    inner('arm', overrides.arms, armsOf) ??
    missing('flag', Object.keys(overrides.flags ?? {}), flags.map(nameOf)) ??
    missing('flag', Object.keys(overrides.flagRules ?? {}), flags.map(nameOf)) ??
    inner('flag rule', overrides.flagRules, indicesOf)
  );
}

/** Collects what is wrong; what is right is read on. */
class Reading {
  readonly #problems: string[];

  constructor(problems: string[]) {
    this.#problems = problems;
  }

  overrides(raw: unknown): Overrides {
    const sections = new Map(this.#members(raw, ''));
    for (const name of sections.keys()) this.#requireKnown(name, SECTIONS, '');
    const both = ['kill_switch', 'rollout'];
    const rules = this.#table(sections.get('rules'), 'rules', (value, at) => this.#override(value, at, both));
    const arms = this.#table(sections.get('arms'), 'arms', (value, at) =>
      this.#table(value, at, (arm, place) => this.#override(arm, place, both)),
    );
    const flags = this.#table(sections.get('flags'), 'flags', (value, at) =>
      this.#override(value, at, ['kill_switch']),
    );
    const flagRules = this.#table(sections.get('flag_rules'), 'flag_rules', (value, at) =>
      this.#table(value, at, (rule, place) => this.#override(rule, place, ['rollout'])),
    );
    return { rules, arms, flags, flagRules };
  }

  #table<Value>(raw: unknown, at: string, read: (value: unknown, at: string) => Value): Table<Value> {
    const members = raw === undefined || raw === null ? [] : this.#members(raw, at);
    return Object.fromEntries(members.map(([name, value]) => [name, read(value, `${at}.${name}`)]));
  }

  #override(raw: unknown, at: string, known: readonly string[]): Override {
    const members = new Map(this.#members(raw, at));
    for (const name of members.keys()) this.#requireKnown(name, known, at);
    const killSwitch = members.get('kill_switch') ?? undefined;
    const rollout = members.get('rollout') ?? undefined;
    if (killSwitch !== undefined && typeof killSwitch !== 'boolean')
      this.#problems.push(`\`${at}.kill_switch\` takes true or false`);
    if (rollout !== undefined && !isShare(rollout))
      this.#problems.push(
        `\`${at}.rollout\` takes basis points, a whole number from 0 to ${BASIS_POINTS_MAX}`,
      );
    return {
      ...(typeof killSwitch === 'boolean' ? { killSwitch } : {}),
      ...(isShare(rollout) ? { rollout } : {}),
    };
  }

  #members(raw: unknown, at: string): Members {
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return Object.entries(raw);
    this.#problems.push(`${at === '' ? 'it' : `\`${at}\``} is not an object`);
    return [];
  }

  #requireKnown(name: string, known: readonly string[], at: string): void {
    if (known.includes(name)) return;
    const place = at === '' ? name : `${at}.${name}`;
    this.#problems.push(`\`${place}\` is not one of ${known.join(', ')}${suggestion(name, known)}`);
  }
}

function isShare(value: unknown): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value <= BASIS_POINTS_MAX;
}

function inner(
  kind: string,
  tables: Table<Table<unknown>> | undefined,
  known: (name: string) => readonly string[],
): string | null {
  for (const [name, members] of Object.entries(tables ?? {})) {
    const problem = missing(kind, Object.keys(members), known(name), ` of \`${name}\``);
    if (problem !== null) return problem;
  }
  return null;
}

function missing(kind: string, names: readonly string[], known: readonly string[], of = ''): string | null {
  const name = names.find((candidate) => !known.includes(candidate));
  return name === undefined ? null : `there is no ${kind} \`${name}\`${of}${suggestion(name, known)}`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
