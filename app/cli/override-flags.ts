/** The flags of `arbiter override`: what an override is about and what it says. */
import type { Override } from '#engine';
import { overrideProblem, nameProblem } from '#engine/govern/override-problem.js';
import type { OverrideTarget } from '#engine/govern/override-entries.js';
import { type Flags, textFlag, UsageError } from './command.ts';

export const TARGET_FLAGS = [
  ['--rule NAME', 'a rule or an expert rule'],
  ['--strategy NAME', 'with --arm: an arm of this strategy'],
  ['--arm LABEL', 'the label of the arm'],
  ['--flag KEY', 'a flag'],
  ['--rule-index N', 'with --flag: one of its rules, counted from 0'],
] as const;

export const MEMBER_FLAGS = [
  ['--kill-switch STATE', 'on, off, or unset, which leaves it to the source'],
  ['--rollout SHARE', 'basis points, 0 to 10000, or unset'],
] as const;

const TEXT = { type: 'string' } as const;
export const TARGET_OPTIONS = { rule: TEXT, strategy: TEXT, arm: TEXT, flag: TEXT, 'rule-index': TEXT };
export const MEMBER_OPTIONS = { 'kill-switch': TEXT, rollout: TEXT };

const TARGETS = 'one of --rule NAME, --strategy NAME --arm LABEL, --flag KEY, --flag KEY --rule-index N';

/** Members that are given; `null` is to be unset, what is absent stays as it is. */
export interface GivenMembers {
  readonly killSwitch?: boolean | null;
  readonly rollout?: number | null;
}

export function bundleFlag(flags: Flags): string | null {
  const bundle = textFlag(flags, 'bundle') ?? null;
  const problem = bundle === null ? null : nameProblem(bundle);
  if (problem !== null) throw new UsageError(`--bundle: ${problem}`);
  return bundle;
}

/** Exactly one thing that may be overridden. */
export function targetFlags(flags: Flags): OverrideTarget {
  const target = namedTarget(flags);
  if (target === undefined) throw new UsageError(`give ${TARGETS}`);
  requirePossible(target, {});
  return target;
}

/** At least one, of which the target has a notion. */
export function memberFlags(flags: Flags, target: OverrideTarget): GivenMembers {
  const state = textFlag(flags, 'kill-switch');
  const share = textFlag(flags, 'rollout');
  if (state === undefined && share === undefined)
    throw new UsageError('give --kill-switch, --rollout or both; `clear` takes an entry away');
  const given = {
    ...(state === undefined ? {} : { killSwitch: switchOf(state) }),
    ...(share === undefined ? {} : { rollout: share === 'unset' ? null : wholeNumber(share) }),
  };
  requirePossible(target, withMembers({}, given));
  return given;
}

/** What an entry is after what is given has been set in it. */
export function withMembers(present: Override, given: GivenMembers): Override {
  const { killSwitch = present.killSwitch ?? null, rollout = present.rollout ?? null } = given;
  return { ...(killSwitch === null ? {} : { killSwitch }), ...(rollout === null ? {} : { rollout }) };
}

function namedTarget(flags: Flags): OverrideTarget | undefined {
  const [rule, strategy, arm, flag, index] = ['rule', 'strategy', 'arm', 'flag', 'rule-index'].map((name) =>
    textFlag(flags, name),
  );
  const kinds = [rule, strategy ?? arm, flag ?? index].filter((given) => given !== undefined);
  if (kinds.length !== 1) return undefined;
  if (rule !== undefined) return { kind: 'rule', rule };
  if (strategy !== undefined && arm !== undefined) return { kind: 'arm', strategy, arm };
  if (flag === undefined) return undefined;
  return index === undefined
    ? { kind: 'flag', flag }
    : { kind: 'flag_rule', flag, index: wholeNumber(index) };
}

function requirePossible(target: OverrideTarget, override: Override): void {
  const problem = overrideProblem({ target, override });
  if (problem !== null) throw new UsageError(problem);
}

function switchOf(state: string): boolean | null {
  if (state === 'unset') return null;
  if (state !== 'on' && state !== 'off')
    throw new UsageError(`--kill-switch takes one of on, off, unset, not \`${state}\``);
  return state === 'on';
}

/** What is none is in no range. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
