/**
 * Overrides: governance that is changed while a program runs. A value that is given replaces that of the source, in either
 * direction; what is not given leaves the source as it is (decision 23).
 */
import type { CompiledGovernance } from '#lang/bytecode/program.js';

export interface Override {
  readonly killSwitch?: boolean;
  /** Hundredths of a percent; creates a rollout where the source has none. */
  readonly rollout?: number;
}

export interface Overrides {
  /** By name of the rule; expert rules of that name too. */
  readonly rules?: Readonly<Record<string, Override>>;
  /** By strategy and label. */
  readonly arms?: Readonly<Record<string, Readonly<Record<string, Override>>>>;
  readonly flags?: Readonly<Record<string, Pick<Override, 'killSwitch'>>>;
  /** By flag and index of the rule. */
  readonly flagRules?: Readonly<Record<string, Readonly<Record<string, Pick<Override, 'rollout'>>>>>;
}

/** Governance as it counts, and which of it comes from an override. */
export interface Effective {
  readonly governance: CompiledGovernance;
  readonly overridden: { readonly killSwitch: boolean; readonly rollout: boolean };
}

const NOTHING = { killSwitch: false, rollout: false } as const;
const DEFAULT_SUBJECT = 'user.id';

export function effective(governance: CompiledGovernance, override: Override | undefined): Effective {
  if (override === undefined) return { governance, overridden: NOTHING };
  const { killSwitch, rollout } = override;
  const { subject = DEFAULT_SUBJECT, namespace = null } = governance.rollout ?? {};
  return {
    governance: {
      ...governance,
      killSwitch: killSwitch === undefined ? governance.killSwitch : killSwitch ? 'on' : 'off',
      rollout: rollout === undefined ? governance.rollout : { basisPoints: rollout, subject, namespace },
    },
    overridden: { killSwitch: killSwitch !== undefined, rollout: rollout !== undefined },
  };
}

/** Own members only: a name such as `constructor` has no override. */
export function overrideOf<Value>(
  table: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
