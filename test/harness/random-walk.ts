/**
 * Runs a unit without values: every condition is decided by chance, every list has at most one element. It checks at
 * run time what the verifier promises beforehand, and shares nothing with it but the opcode table.
 */
import { ITERATORS_MAX, OP, OPCODES, STACK_MAX } from '#lang/bytecode/opcodes.js';
import type { Program } from '#lang/bytecode/program.js';
import type { Unit } from '#lang/bytecode/units.js';

interface Frame {
  pc: number;
  depth: number;
  /** How many elements are left, of each open iterator. */
  readonly open: number[];
}

/** What went wrong, or `null`. */
export function walk(program: Program, { range, locals }: Unit, chance: () => boolean): string | null {
  const end = range.start + range.length;
  const frame: Frame = { pc: range.start, depth: 0, open: [] };
  for (let steps = 0; steps <= 2 * range.length; steps++) {
    if (frame.pc < range.start || frame.pc >= end) return `runs to ${frame.pc}`;
    const word = program.code[frame.pc] ?? 0;
    if ((word & 0xff) === OP.Return) return isAtEnd(frame, end) ? null : 'returns with something left';
    const problem = step(frame, program, { locals, chance });
    if (problem !== null) return `${problem} at ${frame.pc}`;
    if (frame.depth < 0 || frame.depth > STACK_MAX) return `has ${frame.depth} on the stack at ${frame.pc}`;
    if (frame.open.length > ITERATORS_MAX) return 'opens too many iterators';
  }
  return 'does not end';
}

/** A source of chance that the same seed repeats. */
export function chanceOf(seed: number): () => boolean {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31 === 1;
  };
}

function step(
  frame: Frame,
  { code, strings, numbers, paths }: Program,
  { locals, chance }: { readonly locals: number; readonly chance: () => boolean },
): string | null {
  let word = code[frame.pc] ?? 0;
  let high = 0;
  if ((word & 0xff) === OP.Wide) {
    high = (word >>> 16) * 0x10000;
    frame.pc += 1;
    word = code[frame.pc] ?? 0;
  }
  const argument = high + (word >>> 16);
  const opcode = OPCODES[word & 0xff];
  if (opcode === undefined || opcode.code === OP.Wide) return 'meets no instruction';
  const limits: Readonly<Record<string, number>> = {
    string: strings.length,
    number: numbers.length,
    path: paths.length,
    slot: locals,
    bit: 2,
  };
  if (argument >= (limits[opcode.operand] ?? Infinity)) return `uses ${opcode.operand} ${argument}`;
  const pops = opcode.pops + (opcode.operand === 'count' ? argument : 0);
  if (frame.depth < pops) return `takes ${pops} of ${frame.depth}`;
  frame.depth += opcode.pushes - pops;
  return iterate(frame, opcode.code, chance)
    ? goOn(frame, opcode.code, { argument, chance })
    : 'has no iterator';
}

/** False when there is no iterator for an instruction that needs one. */
function iterate({ open }: Frame, code: number, chance: () => boolean): boolean {
  if (OPCODES[code]?.iterating === true && open.length === 0) return false;
  if (code === OP.IterOpen) open.push(chance() ? 1 : 0);
  if (code === OP.IterClose) open.pop();
  return true;
}

function goOn(
  frame: Frame,
  code: number,
  { argument, chance }: { readonly argument: number; readonly chance: () => boolean },
): null {
  if (code === OP.IterNext) {
    const left = frame.open.pop() ?? 0;
    frame.open.push(Math.max(0, left - 1));
    frame.pc += left === 0 ? argument : 1;
  } else if ((code === OP.AndThen || code === OP.OrElse) && chance()) {
    frame.depth += 1;
    frame.pc += argument;
  } else if (code === OP.IterFold || ((code === OP.IterSkip || code === OP.IterTest) && chance())) {
    frame.pc -= argument;
  } else {
    frame.pc += 1;
  }
  return null;
}

function isAtEnd({ pc, depth, open }: Frame, end: number): boolean {
  return pc === end - 1 && depth === 1 && open.length === 0;
}
