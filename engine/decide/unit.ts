/**
 * Runs the code of one rule: its condition, then the params of the action it leads to, over the same locals. Rules
 * and expert rules share it.
 */
import { bareRecord } from '../bare.ts';
import { OP } from '#lang/bytecode/opcodes.js';
import type { CompiledAction, CompiledCondition, CompiledParam, Program } from '#lang/bytecode/program.js';
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
  return constantParams(machine, action) ?? computeParams(machine, action);
}

/** Params that nothing changes: made once, and frozen because they are shared. `null` for those that are evaluated. */
const CONSTANT = new WeakMap<CompiledAction, ValueRecord | null>();

/** What `evaluateParams` always gives, for callers that keep it; `null` where it depends on the context. */
export function constantParams(machine: Machine, action: CompiledAction): ValueRecord | null {
  const known = CONSTANT.get(action);
  if (known !== undefined) return known;
  const constant = isConstant(machine.program, action) ? Object.freeze(computeParams(machine, action)) : null;
  CONSTANT.set(action, constant);
  return constant;
}

function computeParams(machine: Machine, action: CompiledAction): ValueRecord {
  const params = bareRecord<Value>();
  if (action.lets !== null) machine.run(action.lets);
  for (const param of action.params) params[param.name] = machine.run(param.code);
  return params;
}

const LITERALS: ReadonlySet<number> = new Set([OP.LoadNumber, OP.LoadString, OP.LoadBoolean, OP.LoadNull]);

/** One instruction and the end, for each. */
function isConstant({ code }: Program, { lets, params }: CompiledAction): boolean {
  const isLiteral = ({ code: { start, length } }: CompiledParam): boolean =>
    length === 2 && LITERALS.has((code[start] ?? 0) & 0xff);
  return lets === null && params.every(isLiteral);
}
