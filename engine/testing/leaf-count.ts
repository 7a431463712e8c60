/** The leaves of a condition, and how often each was seen to be true and false. */
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, CompiledSpan, Program } from '#lang/bytecode/program.js';
import type { Leaf } from '../govern/leaves.ts';
import { type LeafPart, partsOf } from '../govern/parts.ts';

export interface LeafCount {
  /** As it stands in the source. */
  readonly check: string;
  readonly span: CompiledSpan;
  /** Its place among the leaves of the condition, those that are not counted included. */
  readonly index: number;
  held: number;
  failed: number;
}

/** Of a condition that is not there, none. What is known when the program is compiled cannot come out otherwise, and is left out. */
export function leafCounts(program: Program, condition: CodeRange | null): readonly LeafCount[] {
  if (condition === null) return [];
  return partsOf(program, condition)
    .leaves.filter((part) => !isConstant(program, part))
    .map(({ text, span, index }) => ({ check: text, span, index, held: 0, failed: 0 }));
}

/** `seen` are all leaves of the same condition. */
export function countLeaves(counts: readonly LeafCount[], seen: readonly Leaf[]): void {
  for (const leaf of counts) {
    const result = seen[leaf.index]?.result;
    if (result === true) leaf.held += 1;
    if (result === false) leaf.failed += 1;
  }
}

/** Seen to be true and seen to be false. */
export function isLeafCovered({ held, failed }: LeafCount): boolean {
  return held > 0 && failed > 0;
}

function isConstant({ code }: Program, { start, end }: LeafPart): boolean {
  return end === start + 1 && ((code[start] ?? 0) & 0xff) === OP.LoadBoolean;
}
