/**
 * What each instruction does. The record is exhaustive over the opcode table: an opcode without an entry does not
 * compile. Entries are small functions rather than cases of one switch so that families stay in files of their
 * own; the loop calls them through an array indexed by code.
 */
import { OPCODES, type OpcodeName } from '#lang/bytecode/opcodes.js';
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

function findExecute(name: string): Execute {
  const found = Object.entries(BY_NAME).find(([known]) => known === name);
  if (found === undefined) throw new RangeError(`opcode ${name} has no implementation`);
  return found[1];
}
