/**
 * Overrides as they come in: JSON with lower-case snake names, a rollout in basis points. Whatever is not understood is
 * refused with its place, because an override that is silently ignored leaves a switch where it was.
 */
import type { Override, Overrides } from '#engine';
import { type OverrideEntry, overridesFrom, type OverrideTarget } from '#engine/govern/override-entries.js';
import { isShare, nameProblem, overrideProblem, SHARE } from '#engine/govern/override-problem.js';
import { type OverrideSets, overridesFor } from '#engine/govern/override-sets.js';
import { parseJson } from '#lang';
import { positionOf } from '#lang/source.js';
import { suggestion } from '#lang/suggest.js';

export type ParsedOverrideSets = { readonly sets: OverrideSets } | { readonly problem: string };
export type ParsedOverrides = { readonly overrides: Overrides } | { readonly problem: string };

/** What a kill switch is told to be; `unset` leaves it to the source. */
export type KillSwitchState = 'on' | 'off' | 'unset';

interface Section {
  readonly name: string;
  /** How many names lead to an entry. */
  readonly depth: 1 | 2;
  /** What an entry may hold. */
  readonly members: readonly string[];
  target(path: readonly string[]): OverrideTarget;
}

type Members = readonly (readonly [name: string, value: unknown])[];

interface Place {
  readonly section: Section;
  readonly at: string;
  /** Names below the section. */
  readonly path: readonly string[];
}

const SWITCH = ['kill_switch', 'kill_switch_state'] as const;
const GATES = [...SWITCH, 'rollout'] as const;

const SECTIONS: readonly Section[] = [
  { name: 'rules', depth: 1, members: GATES, target: ([rule = '']) => ({ kind: 'rule', rule }) },
  {
    name: 'arms',
    depth: 2,
    members: GATES,
    target: ([strategy = '', arm = '']) => ({ kind: 'arm', strategy, arm }),
  },
  { name: 'flags', depth: 1, members: SWITCH, target: ([flag = '']) => ({ kind: 'flag', flag }) },
  {
    name: 'flag_rules',
    depth: 2,
    members: ['rollout'],
    target: ([flag = '', index = '']) => ({ kind: 'flag_rule', flag, index: indexOf(index) }),
  },
];

const SECTION_NAMES = SECTIONS.map(({ name }) => name);

/** The text of a file; a byte order mark is allowed. */
export function overrideSetsFromText(text: string): ParsedOverrideSets {
  const given = text.replace(/^\ufeff/, '');
  const parsed = parseJson(given);
  if ('value' in parsed) return overrideSetsFromJson(parsed.value);
  const { line, column } = positionOf({ name: '', text: given }, parsed.faultAt);
  return { problem: `it is not JSON at ${line}:${column}` };
}

/**
 * `{ "rules": { "Free": { "kill_switch": true, "rollout": 2500 } }, "arms": { "Route": { "Fast": { … } } },
 * "flags": { "checkout": { "kill_switch_state": "off" } }, "flag_rules": { "checkout": { "0": { "rollout": 500 } } },
 * "bundles": { "shop": { "rules": … } } }`; every member may be absent, and `null` is as good as absent.
 */
export function overrideSetsFromJson(raw: unknown): ParsedOverrideSets {
  const reading = new Reading();
  const sets = reading.sets(raw);
  const { problem } = reading;
  return problem === undefined ? { sets } : { problem };
}

/** What counts for a program that is called by all of these names, a later one over an earlier one. */
export function overridesFromJson(raw: unknown, names: readonly string[] = []): ParsedOverrides {
  const parsed = overrideSetsFromJson(raw);
  return 'problem' in parsed ? parsed : { overrides: overridesFor(parsed.sets, names) };
}

/** Keeps the first thing that is wrong and reads on. */
class Reading {
  problem: string | undefined;

  sets(raw: unknown): OverrideSets {
    const members = this.#known(raw, '', [...SECTION_NAMES, 'bundles']);
    const bundles = this.#members(members.get('bundles'), 'bundles').map(([name, value]) => {
      const at = `bundles.${name}`;
      this.#check(at, nameProblem(name));
      return [name, this.#overrides(this.#known(value, at, SECTION_NAMES), `${at}.`)] as const;
    });
    return { shared: this.#overrides(members, ''), bundles: new Map(bundles) };
  }

  #overrides(sections: ReadonlyMap<string, unknown>, under: string): Overrides {
    return overridesFrom(
      SECTIONS.flatMap((section) =>
        this.#entries(sections.get(section.name), { section, at: `${under}${section.name}`, path: [] }),
      ),
    );
  }

  #entries(raw: unknown, { section, at, path }: Place): readonly OverrideEntry[] {
    if (path.length < section.depth)
      return this.#members(raw, at).flatMap(([name, value]) =>
        this.#entries(value, { section, at: `${at}.${name}`, path: [...path, name] }),
      );
    const members = this.#known(raw, at, section.members);
    const entry = { target: section.target(path), override: this.#override(members, at) };
    this.#check(at, overrideProblem(entry));
    return [entry];
  }

  #override(members: ReadonlyMap<string, unknown>, at: string): Override {
    const killSwitch = this.#killSwitch(members, at);
    const rollout = members.get('rollout') ?? undefined;
    if (rollout !== undefined && !isShare(rollout)) this.#refuse(`\`${at}.rollout\` takes ${SHARE}`);
    return {
      ...(killSwitch === undefined ? {} : { killSwitch }),
      ...(isShare(rollout) ? { rollout } : {}),
    };
  }

  /** Told as a boolean, as a state, or as both where they agree. */
  #killSwitch(members: ReadonlyMap<string, unknown>, at: string): boolean | undefined {
    const given = members.get('kill_switch') ?? undefined;
    const state = members.get('kill_switch_state') ?? undefined;
    if (given !== undefined && typeof given !== 'boolean')
      this.#refuse(`\`${at}.kill_switch\` takes true or false`);
    if (state !== undefined && !isState(state))
      this.#refuse(`\`${at}.kill_switch_state\` takes on, off or unset`);
    const known = typeof given === 'boolean' ? given : undefined;
    if (!isState(state)) return known;
    if (known !== undefined && state !== killSwitchState(known))
      this.#refuse(`\`${at}\` contradicts itself: kill_switch is ${known}, kill_switch_state is ${state}`);
    return state === 'unset' ? undefined : state === 'on';
  }

  #known(raw: unknown, at: string, known: readonly string[]): ReadonlyMap<string, unknown> {
    const members = this.#members(raw, at);
    for (const [name] of members) {
      if (known.includes(name)) continue;
      const place = at === '' ? name : `${at}.${name}`;
      this.#refuse(`\`${place}\` is not one of ${known.join(', ')}${suggestion(name, known)}`);
    }
    return new Map(members);
  }

  #members(raw: unknown, at: string): Members {
    if (isObject(raw)) return Object.entries(raw);
    if (at === '') this.#refuse('it is not an object');
    else if (raw !== undefined && raw !== null) this.#refuse(`\`${at}\` is not an object`);
    return [];
  }

  #check(at: string, problem: string | null): void {
    if (problem !== null) this.#refuse(`\`${at}\`: ${problem}`);
  }

  #refuse(problem: string): void {
    this.problem ??= problem;
  }
}

/** As on the wire. */
export function killSwitchState(killSwitch: boolean | undefined): KillSwitchState {
  if (killSwitch === undefined) return 'unset';
  return killSwitch ? 'on' : 'off';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isState(value: unknown): value is KillSwitchState {
  return value === 'on' || value === 'off' || value === 'unset';
}

/** An index has one spelling; any other text is none. */
function indexOf(text: string): number {
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : -1;
}
