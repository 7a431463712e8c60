/**
 * Instruction words: packing them, and reading them back with the upper half that a `Wide` supplies. One
 * instruction is one or two words; `pc` is its first, which is where jumps lead, `at` the word of its opcode, from
 * which jumps count. Each instruction has one encoding: a `Wide` that adds nothing is not one.
 */
import { OP, type Opcode, OPCODES } from './opcodes.ts';
import type { CodeRange, Word } from './program.ts';

export interface Instruction {
  readonly pc: number;
  readonly at: number;
  readonly opcode: Opcode;
  readonly flags: number;
  /** With its upper half. */
  readonly argument: number;
}

export interface Operation {
  readonly code: number;
  readonly flags?: number;
  readonly argument?: number;
}

/** One or two words. */
export function packInstruction({ code, flags = 0, argument = 0 }: Operation): readonly Word[] {
  const word = packWord({ code, flags, argument });
  return argument > 0xffff ? [packWord({ code: OP.Wide, argument: argument >>> 16 }), word] : [word];
}

/** The lower 16 bits of the argument. */
export function packWord({ code, flags = 0, argument = 0 }: Operation): Word {
  return code | (flags << 8) | (argument << 16);
}

/** The instruction whose first word is at `pc`, or `null` where there is none before `end`. */
export function instructionAt(code: Int32Array, pc: number, end: number): Instruction | null {
  const first = code[pc] ?? 0;
  const isWide = (first & 0xff) === OP.Wide;
  const at = isWide ? pc + 1 : pc;
  const word = code[at] ?? 0;
  const opcode = OPCODES[word & 0xff];
  if (opcode === undefined || at >= end || (isWide && !isExtension(first, opcode))) return null;
  const argument = ((isWide ? first & 0xffff0000 : 0) | (word >>> 16)) >>> 0;
  return { pc, at, opcode, flags: (word >>> 8) & 0xff, argument };
}

/** The instructions of a range, up to the first place where there is none. */
export function* instructionsOf(code: Int32Array, { start, length }: CodeRange): Generator<Instruction> {
  const end = Math.min(start + length, code.length);
  for (let instruction = instructionAt(code, start, end); instruction !== null; ) {
    yield instruction;
    instruction = instructionAt(code, instruction.at + 1, end);
  }
}

/** Where a jump leads. */
export function targetOf({ at, opcode, argument }: Instruction): number {
  return opcode.operand === 'backward' ? at - argument : at + argument;
}

function isExtension(wide: Word, opcode: Opcode): boolean {
  const hasUpperHalf = wide >>> 16 > 0;
  const hasFlags = (wide & 0xff00) !== 0;
  return hasUpperHalf && !hasFlags && opcode.code !== OP.Wide && opcode.operand !== 'none';
}
