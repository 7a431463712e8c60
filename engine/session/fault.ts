/** The fault of the machine as a trap of the rule that ran, at the instruction that failed. */
import type { Trap } from '../traps.ts';
import { trapMessage } from '../traps.ts';
import type { Machine } from '../vm/machine.ts';

export function faultOf({ program, faultAt, fault }: Machine, rule: string): Trap {
  const span = { start: program.spans[2 * faultAt] ?? 0, end: program.spans[2 * faultAt + 1] ?? 0 };
  return { code: fault.code, message: trapMessage(fault.code, fault.values), rule, span };
}
