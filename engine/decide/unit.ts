/**
 * Runs the code of one rule: its condition, then the params of the action it leads to, over the same locals. Rules
 * and expert rules share it.
 */
import type { CompiledAction, CompiledCondition } from '#lang/bytecode/program.js';
import type { Value, ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';

/** Whether the condition holds; `lets` and witnesses stay in the machine's locals for the params. */
export function holds(machine: Machine, when: CompiledCondition): boolean {
  machine.begin(when.locals);
  if (when.code === null) return true;
  return machine.conditions.holds(when.code);
}

/** Every declared param is present; missing data is null. Call directly after `holds`. */
export function evaluateParams(machine: Machine, action: CompiledAction): ValueRecord {
  const params: Record<string, Value> = Object.create(null);
  if (action.lets !== null) machine.run(action.lets);
  for (const param of action.params) params[param.name] = machine.run(param.code);
  return params;
}
