/** What a rule comes to where nothing but its condition decides that: made once, and frozen because all decisions share it. */
import type { CompiledRule } from '#lang/bytecode/program.js';
import type { Machine } from '../vm/machine.ts';
import type { MatchedRule } from './rules.ts';
import { constantParams } from './unit.ts';

/** `null`: it does not match. `undefined`: its params depend on the context. */
export type ConstantMatch = MatchedRule | null | undefined;

export function whenHeld({ name, priority, then }: CompiledRule, machine: Machine): ConstantMatch {
  const params = constantParams(machine, then);
  if (params === null) return undefined;
  return Object.freeze({ name, priority, action: then.name, params, fallback: false });
}

export function whenFailed({ name, priority, otherwise }: CompiledRule, machine: Machine): ConstantMatch {
  if (otherwise === null) return null;
  const params = constantParams(machine, otherwise);
  if (params === null) return undefined;
  return Object.freeze({ name, priority, action: otherwise.name, params, fallback: true });
}
