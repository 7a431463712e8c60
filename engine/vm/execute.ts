/**
 * What each instruction does. The record is exhaustive over the opcode table: an opcode without an entry does not
 * compile. Entries are small functions rather than cases of one switch so that families stay in files of their
 * own; the loop calls them through an array indexed by code.
 */
import { OP, OPCODES, type OpcodeName } from '#lang/bytecode/opcodes.js';
import { ARITHMETIC } from './arithmetic.ts';
import { COMPARISON } from './comparison.ts';
import { ITERATION } from './iteration.ts';
import type { Machine } from './machine.ts';
import { MEMBERSHIP } from './membership.ts';
import { STRUCTURE } from './structure.ts';

/** `argument` includes the upper half of a preceding `Wide`. The program counter moves on after the call. */
export type Execute = (machine: Machine, argument: number, flags: number) => void;

const BY_NAME: Readonly<Record<OpcodeName, Execute>> = {
  ...STRUCTURE,
  ...COMPARISON,
  ...MEMBERSHIP,
  ...ARITHMETIC,
  ...ITERATION,
};

export const EXECUTE: readonly Execute[] = OPCODES.map((opcode) => findExecute(opcode.name));

/**
 * Runs one instruction. Those that joins are made of are called by name, so that they are compiled into the loop that runs them; all
 * others through the table.
 */
export function executeOne(machine: Machine, code: number, argument: number, flags: number): void {
  if (code === OP.LoadLocal) STRUCTURE.LoadLocal(machine, argument);
  else if (code === OP.LoadField) STRUCTURE.LoadField(machine, argument);
  else if (code === OP.Equal) COMPARISON.Equal(machine);
  else if (code === OP.AndThen) STRUCTURE.AndThen(machine, argument);
  else if (code === OP.LoadString) STRUCTURE.LoadString(machine, argument);
  else if (code === OP.LoadNumber) STRUCTURE.LoadNumber(machine, argument);
  else if (code === OP.IterNext) ITERATION.IterNext(machine, argument);
  else if (code === OP.IterTest) ITERATION.IterTest(machine, argument);
  else EXECUTE[code]?.(machine, argument, flags);
}

function findExecute(name: string): Execute {
  const found = Object.entries(BY_NAME).find(([known]) => known === name);
  if (found === undefined) throw new RangeError(`opcode ${name} has no implementation`);
  return found[1];
}
