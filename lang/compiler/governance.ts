/** Gates to their compiled form. */
import type { Governance, KillSwitch, Name, Rollout } from '../ast/nodes.ts';
import type { CompiledGovernance, CompiledRollout, KillSwitchState } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { programName } from './lowering.ts';

const DEFAULT_SUBJECT = 'user.id';

export function compileGovernance(governance: Governance, module: CheckedModule): CompiledGovernance {
  const { killSwitch, activeFrom, activeUntil, requires, excludes, rollout } = governance;
  const isFlag = (name: Name): boolean => module.references.get(name)?.declaration.kind === 'flag';
  return {
    killSwitch: switchState(killSwitch),
    activeFrom: activeFrom?.seconds ?? null,
    activeUntil: activeUntil?.seconds ?? null,
    requires: requires.filter((name) => !isFlag(name)).map((name) => programName(name, module)),
    requiresFlags: requires.filter(isFlag).map((name) => programName(name, module)),
    excludes: excludes.map((name) => programName(name, module)),
    rollout: rollout === null ? null : compileRollout(rollout),
  };
}

export function switchState(killSwitch: KillSwitch | null): KillSwitchState {
  return killSwitch === null ? 'unset' : killSwitch.on ? 'on' : 'off';
}

export function subjectOf(subject: Name | null): string {
  return subject?.text ?? DEFAULT_SUBJECT;
}

/** Rounded half away from zero, as buckets have always been counted. */
function compileRollout({ percent, subject, namespace }: Rollout): CompiledRollout {
  return {
    basisPoints: Math.round(percent * 100),
    subject: subjectOf(subject),
    namespace: namespace?.value ?? null,
  };
}
