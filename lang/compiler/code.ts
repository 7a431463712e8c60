/**
 * The growing code of a program: instruction words with the span each was made from. Jumps are written when their
 * distance is known; arguments above 16 bits get a `Wide` before them, so distances are measured in words afterwards.
 */
import { OP, type OpcodeName } from '../bytecode/opcodes.ts';
import type { CodeRange } from '../bytecode/program.ts';
import type { Span } from '../span.ts';
import type { Placement } from './placement.ts';

interface Instruction {
  readonly name: OpcodeName;
  readonly flags: number;
  argument: number;
  /** Index of the instruction that a jump leads to, or −1. */
  target: number;
  readonly span: Span;
}

/** Where code goes. */
export interface Output {
  readonly words: number[];
  readonly spans: number[];
  readonly placement: Placement;
}

/** Names an instruction of the unit being written. */
export type Place = number;

/** The code of one unit, as instructions whose jumps name their targets. */
export class UnitCode {
  readonly #instructions: Instruction[] = [];

  /** Where the next instruction will stand. */
  get here(): Place {
    return this.#instructions.length;
  }

  emit(name: OpcodeName, span: Span, { argument = 0, flags = 0 } = {}): Place {
    this.#instructions.push({ name, flags, argument, target: -1, span });
    return this.#instructions.length - 1;
  }

  /** A jump back to a place that is already written. */
  emitBack(name: OpcodeName, span: Span, target: Place): void {
    this.#instructions.push({ name, flags: 0, argument: 0, target, span });
  }

  /** Makes an earlier forward jump lead to the next instruction. */
  land(jump: Place): void {
    const instruction = this.#instructions[jump];
    if (instruction !== undefined) instruction.target = this.here;
  }

  /** Appends the unit to the program's words and spans. */
  appendTo({ words, spans, placement }: Output): CodeRange {
    const start = words.length;
    const positions = this.#layOut();
    for (const [index, instruction] of this.#instructions.entries()) {
      const argument = instruction.target < 0 ? instruction.argument : this.#distance(index, positions);
      const isWide = widthOf(positions, index) === 2;
      const { start: from, end } = placement.place(instruction.span);
      if (isWide) words.push(wordOf({ name: 'Wide', flags: 0, argument: argument >>> 16 }));
      if (isWide) spans.push(from, end);
      words.push(wordOf({ ...instruction, argument: argument & 0xffff }));
      spans.push(from, end);
    }
    return { start, length: words.length - start };
  }

  /** Word position of each instruction. A jump that turns out far makes others farther, so repeat until nothing grows. */
  #layOut(): readonly number[] {
    const wide = this.#instructions.map((instruction) => instruction.argument > 0xffff);
    for (;;) {
      const positions = prefixSums(wide.map((isWide) => (isWide ? 2 : 1)));
      const grown = this.#instructions.filter((instruction, index) => {
        if (wide[index] === true || instruction.target < 0) return false;
        wide[index] = this.#distance(index, positions) > 0xffff;
        return wide[index];
      });
      if (grown.length === 0) return positions;
    }
  }

  /** From the jump itself, after its `Wide`, to the first word of the target. */
  #distance(index: number, positions: readonly number[]): number {
    const jump = (positions[index + 1] ?? 0) - 1;
    return Math.abs((positions[this.#instructions[index]?.target ?? 0] ?? 0) - jump);
  }
}

function widthOf(positions: readonly number[], index: number): number {
  return (positions[index + 1] ?? 0) - (positions[index] ?? 0);
}

function wordOf({ name, flags, argument }: Pick<Instruction, 'name' | 'flags' | 'argument'>): number {
  return OP[name] | (flags << 8) | (argument << 16);
}

function prefixSums(widths: readonly number[]): readonly number[] {
  const sums = [0];
  for (const width of widths) sums.push((sums.at(-1) ?? 0) + width);
  return sums;
}
