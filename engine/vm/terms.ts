/**
 * Code read back as a tree: what is compared with what, and under which `and`, `or` and `not`. Conditions are planned,
 * traced and explained from it. A term is a run of words that leaves one value, together with the effects that stand right before
 * it, so running the words is always the same as evaluating the term.
 */
import { type Instruction, instructionAt, targetOf } from '#lang/bytecode/instruction.js';
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange } from '#lang/bytecode/program.js';

export interface Term {
  readonly start: number;
  readonly end: number;
  /** The word of the instruction that leaves the value; its span is that of the whole expression. */
  readonly at: number;
  /** A loop has that of its `IterClose`. */
  readonly code: number;
  readonly argument: number;
  readonly flags: number;
  /** A loop has its collection only: what is inside is evaluated many times. */
  readonly operands: readonly Term[];
}

/** A condition: lets that are stored first, then one value. */
export interface Body {
  /** Where the lets end. */
  readonly start: number;
  readonly root: Term;
}

/** As deep as expressions of the language may nest. */
const DEPTH_MAX = 200;
const NONE = -1;

/** `null` for code that no compiler of this language writes: it runs, but it has no tree. */
export function readBody(code: Int32Array, { start, length }: CodeRange): Body | null {
  return new Region(code, start, start + length - 1).read(0);
}

/** The operands of a connective, however it is nested: what has to hold for an `and` to hold, or to fail for an `or` to fail. */
export function partsOf(term: Term, connective: number): readonly Term[] {
  if (term.code !== connective && term.code !== OP.Truth) return [term];
  return term.operands.flatMap((operand) => partsOf(operand, connective));
}

class Region {
  readonly #code: Int32Array;
  readonly #end: number;
  readonly #stack: Term[] = [];
  #pc: number;
  /** Behind the lets. */
  #start: number;
  /** Where the effects begin that belong to the next term. */
  #effects = NONE;

  constructor(code: Int32Array, start: number, end: number) {
    this.#code = code;
    this.#pc = start;
    this.#start = start;
    this.#end = end;
  }

  read(depth: number): Body | null {
    while (this.#pc < this.#end) {
      const instruction = instructionAt(this.#code, this.#pc, this.#end);
      if (instruction === null || !this.#step(instruction, depth)) return null;
    }
    const [root, ...others] = this.#stack;
    return root === undefined || others.length > 0 || this.#pc > this.#end
      ? null
      : { start: this.#start, root };
  }

  /** False where there is no tree. */
  #step(instruction: Instruction, depth: number): boolean {
    const { at, opcode, argument } = instruction;
    const count = opcode.pops + (opcode.operand === 'count' ? argument : 0);
    if (count > this.#stack.length) return false;
    const operands = this.#stack.splice(this.#stack.length - count);
    switch (opcode.code) {
      case OP.StoreLocal:
      case OP.Pop:
        return this.#effect(instruction, operands, depth);
      case OP.AndThen:
      case OP.OrElse:
      case OP.Coalesce:
        return this.#branch(instruction, operands, depth);
      case OP.IterOpen:
        return this.#loop(instruction, operands);
      default:
        this.#push(instruction, operands, at + 1);
        return opcode.pushes === 1 && opcode.flow === 'next' && !opcode.iterating;
    }
  }

  /** A let, unless it makes room for the row of a lookup. */
  #effect({ at, opcode }: Instruction, [stored]: readonly Term[], depth: number): boolean {
    this.#pc = at + 1;
    const isOutside = depth === 0 && this.#stack.length === 0;
    if (opcode.code === OP.StoreLocal && isOutside && !this.#isLookup(this.#pc)) this.#start = this.#pc;
    else this.#effects = stored?.start ?? NONE;
    return true;
  }

  #isLookup(pc: number): boolean {
    return instructionAt(this.#code, pc, this.#end)?.opcode.code === OP.LoadTable;
  }

  #branch(instruction: Instruction, operands: readonly Term[], depth: number): boolean {
    const target = targetOf(instruction);
    if (depth >= DEPTH_MAX || target > this.#end) return false;
    const right = new Region(this.#code, instruction.at + 1, target).read(depth + 1);
    if (right !== null) this.#push(instruction, [...operands, right.root], target);
    return right !== null;
  }

  #loop({ at, pc, flags }: Instruction, operands: readonly Term[]): boolean {
    const next = instructionAt(this.#code, at + 1, this.#end);
    const close = next === null ? null : instructionAt(this.#code, targetOf(next), this.#end);
    if (close?.opcode.code === OP.IterClose) this.#push({ ...close, pc, flags }, operands, close.at + 1);
    return close?.opcode.code === OP.IterClose;
  }

  #push({ pc, at, opcode, argument, flags }: Instruction, operands: readonly Term[], end: number): void {
    const begin = this.#effects === NONE ? pc : this.#effects;
    const start = operands[0]?.start ?? begin;
    this.#stack.push({ start, end, at, code: opcode.code, argument, flags, operands });
    this.#effects = NONE;
    this.#pc = end;
  }
}
