/**
 * Verifies the code of a unit by walking it once in the order of addresses, with the depth of the stack and the open
 * loops in place of values. Once is enough: jumps forward leave what they bring at their target, which comes later,
 * and jumps back must bring exactly what their loop was entered with.
 *
 * A loop has one form, `IterOpen; L: IterNext →E; …; IterTest|IterFold →L; E: IterClose`, with any number of
 * `IterSkip →L` on the way; all other code is left by its end. Code that no way leads to is refused, not ignored:
 * nothing may hide in a bundle from those who read its disassembly.
 */
import { type Instruction, instructionAt, targetOf } from './instruction.ts';
import { AGGREGATES, ITERATOR_FLAGS, ITERATORS_MAX, OP, STACK_MAX } from './opcodes.ts';
import type { Program } from './program.ts';
import type { BundleCode } from './refusals.ts';
import type { VerifyFailure } from './verify-parts.ts';
import { titleOf, type Unit } from './units.ts';

interface Loop {
  /** Its `IterNext`, where jumps back lead. */
  readonly next: number;
  /** Its `IterClose`, where it ends. */
  readonly close: number;
  /** What stands before the close: `IterTest` or `IterFold`. */
  readonly step: number;
  /** Of the stack inside, at `next` and at `close`. */
  readonly depth: number;
  readonly outer: Loop | null;
  readonly nesting: number;
}

/** What is known where control arrives. */
interface Arrival {
  readonly depth: number;
  readonly loop: Loop | null;
}

const AGGREGATE_KINDS: ReadonlySet<string | undefined> = new Set(AGGREGATES);

/** One for all units of a program, one after another. */
export class CodeVerifier {
  readonly #program: Program;
  #unit: Unit | null = null;
  #end = 0;
  /** `null` behind an instruction that never goes on to the next. */
  #falling: Arrival | null = null;
  readonly #jumping = new Map<number, Arrival>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** The unit lies inside the code. */
  verify(unit: Unit): VerifyFailure | null {
    this.#unit = unit;
    this.#end = unit.range.start + unit.range.length;
    this.#falling = { depth: 0, loop: null };
    this.#jumping.clear();
    let last: Instruction | null = null;
    for (let pc = unit.range.start; pc < this.#end; pc = last.at + 1) {
      const instruction = instructionAt(this.#program.code, pc, this.#end);
      if (instruction === null) return this.#noInstruction(pc);
      const failure = this.#step(instruction, last);
      if (failure !== null) return failure;
      last = instruction;
    }
    return last?.opcode.code === OP.Return
      ? null
      : this.#fail('bundle/illegal-end', this.#end - 1, 'runs past its end');
  }

  #step(instruction: Instruction, previous: Instruction | null): VerifyFailure | null {
    const { pc, at } = instruction;
    if (at > pc && this.#jumping.has(at))
      return this.#fail('bundle/illegal-jump', at, 'jumps behind a wide prefix');
    const arrival = this.#falling ?? this.#jumping.get(pc);
    if (arrival === undefined)
      return this.#fail('bundle/unreachable-code', pc, 'has code that nothing leads to');
    return (
      this.#meet(pc, arrival) ??
      this.#verifyOperand(instruction) ??
      this.#verifyLoop(instruction, arrival, previous) ??
      this.#follow(instruction, arrival)
    );
  }

  /** Both ways to an instruction, where there are two. */
  #meet(pc: number, arrival: Arrival): VerifyFailure | null {
    const other = this.#jumping.get(pc) ?? arrival;
    if (other.depth === arrival.depth && other.loop === arrival.loop) return null;
    return this.#fail('bundle/unequal-paths', pc, 'is entered in two ways with different stacks or loops');
  }

  #verifyOperand({ at, opcode, flags, argument }: Instruction): VerifyFailure | null {
    if (flags > 0 && flags >= opcode.flags.length)
      return this.#fail('bundle/illegal-flags', at, `gives ${opcode.name} flags without a meaning`);
    const { strings, numbers, paths, constants, views } = this.#program;
    switch (opcode.operand) {
      case 'string':
        return this.#verifyIndex(at, argument, strings.length);
      case 'number':
        return this.#verifyIndex(at, argument, numbers.length);
      case 'path':
        return this.#verifyIndex(at, argument, paths.length);
      case 'constant':
        return this.#verifyIndex(at, argument, constants.length);
      case 'view':
        return this.#verifyIndex(at, argument, views.length);
      case 'slot':
        if (argument < (this.#unit?.locals ?? 0)) return null;
        return this.#fail('bundle/slot-out-of-locals', at, `names local ${argument}`);
      case 'none':
        return argument === 0
          ? null
          : this.#fail('bundle/illegal-argument', at, `gives ${opcode.name} an argument`);
      case 'bit':
        return argument <= 1
          ? null
          : this.#fail('bundle/illegal-argument', at, `has ${argument} as a boolean`);
      case 'count':
      case 'forward':
      case 'backward':
      case 'high':
        return null;
    }
  }

  #verifyIndex(at: number, index: number, count: number): VerifyFailure | null {
    if (index < count) return null;
    return this.#fail('bundle/index-out-of-pool', at, `names constant ${index} of ${count}`);
  }

  /** The place of an iterator instruction within its loop. */
  #verifyLoop(
    instruction: Instruction,
    { loop }: Arrival,
    previous: Instruction | null,
  ): VerifyFailure | null {
    const { pc, at, opcode } = instruction;
    const { code } = opcode;
    if (opcode.iterating && loop === null)
      return this.#fail('bundle/illegal-loop', at, `has ${opcode.name} outside of a loop`);
    if (code === OP.IterNext && (loop?.next !== pc || loop.close !== targetOf(instruction)))
      return this.#fail('bundle/illegal-loop', at, 'has IterNext that does not follow IterOpen');
    if ((code === OP.IterTest || code === OP.IterFold) && (loop?.step !== code || loop.close !== at + 1))
      return this.#fail('bundle/illegal-loop', at, `has ${opcode.name} that does not end its loop`);
    if (code === OP.IterClose && (loop?.close !== pc || previous?.opcode.code !== loop.step))
      return this.#fail('bundle/illegal-loop', at, 'has IterClose that does not follow the end of its loop');
    return null;
  }

  #follow(instruction: Instruction, { depth, loop }: Arrival): VerifyFailure | null {
    const { at, opcode, argument } = instruction;
    const popped = depth - opcode.pops - (opcode.operand === 'count' ? argument : 0);
    if (popped < 0)
      return this.#fail('bundle/stack-underflow', at, `has too little on the stack for ${opcode.name}`);
    const pushed = popped + opcode.pushes;
    if (pushed > STACK_MAX)
      return this.#fail('bundle/stack-overflow', at, `needs a stack deeper than ${STACK_MAX}`);
    if (opcode.flow === 'stop') return this.#verifyEnd(at, { depth: popped, loop });
    if (opcode.iterators > 0) return this.#open(instruction, { depth: pushed, loop });
    const inside = opcode.iterators < 0 ? (loop?.outer ?? null) : loop;
    this.#falling = opcode.flow === 'jump' ? null : { depth: pushed, loop: inside };
    return opcode.flow === 'next'
      ? null
      : this.#jump(instruction, { depth: depth + opcode.depthAtTarget, loop });
  }

  /** A return is the last instruction, or nothing leads past it and the next step says so. */
  #verifyEnd(at: number, { depth, loop }: Arrival): VerifyFailure | null {
    this.#falling = null;
    if (depth === 0 && loop === null && !this.#jumping.has(at + 1)) return null;
    return this.#fail('bundle/illegal-end', at, 'returns before its end, or leaves values or a loop behind');
  }

  #open({ at, flags }: Instruction, { depth, loop }: Arrival): VerifyFailure | null {
    const nesting = (loop?.nesting ?? 0) + 1;
    if (nesting > ITERATORS_MAX)
      return this.#fail('bundle/too-many-iterators', at, `nests more than ${ITERATORS_MAX} loops`);
    const next = instructionAt(this.#program.code, at + 1, this.#end);
    if (next?.opcode.code !== OP.IterNext)
      return this.#fail('bundle/illegal-loop', at, 'has IterOpen without IterNext');
    const close = targetOf(next);
    const step = AGGREGATE_KINDS.has(ITERATOR_FLAGS[flags]) ? OP.IterFold : OP.IterTest;
    this.#falling = { depth, loop: { next: next.pc, close, step, depth, outer: loop, nesting } };
    return null;
  }

  #jump(instruction: Instruction, brought: Arrival): VerifyFailure | null {
    const { at, opcode } = instruction;
    const { loop, depth } = brought;
    const target = targetOf(instruction);
    if (opcode.operand === 'backward') {
      if (target !== loop?.next)
        return this.#fail('bundle/illegal-jump', at, 'jumps back to other than its loop');
      if (depth === loop.depth) return null;
      return this.#fail('bundle/unequal-paths', at, 'repeats a loop with another stack');
    }
    if (target <= at || target >= this.#end || (loop !== null && target > loop.close))
      return this.#fail('bundle/illegal-jump', at, 'jumps out of its loop or its code');
    const other = this.#jumping.get(target) ?? brought;
    this.#jumping.set(target, other);
    return this.#meet(target, brought);
  }

  #noInstruction(pc: number): VerifyFailure {
    const isWide = ((this.#program.code[pc] ?? 0) & 0xff) === OP.Wide;
    return isWide
      ? this.#fail('bundle/misplaced-wide', pc, 'has a wide prefix that extends nothing')
      : this.#fail('bundle/unknown-opcode', pc, 'has a word that is no instruction');
  }

  #fail(code: BundleCode, pc: number, message: string): VerifyFailure {
    const title = this.#unit === null ? 'code' : titleOf(this.#unit);
    return { code, message: `${title} ${message}, at ${pc}`, pc };
  }
}
