/**
 * The loops over facts in a unit of code: `LoadFacts; IterOpen; IterNext; body; IterTest | IterFold; IterClose`. A loop is found where
 * it loads its facts, and what it has to look at is decided from what its body reads.
 */
import { type Instruction, instructionsOf, targetOf } from '#lang/bytecode/instruction.js';
import { ITERATOR_FLAGS, OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';

export type LoopKind = (typeof ITERATOR_FLAGS)[number];

/** Words of code, the last one not included. */
export interface Words {
  readonly start: number;
  readonly end: number;
}

export interface Loop extends Words {
  /** `start` is the word that loads the facts, `end` stands behind the one that closes the loop. */
  readonly type: string;
  readonly kind: LoopKind;
  /** The local that holds the fact. */
  readonly variable: number;
  /** What decides whether a fact counts: the body of a quantifier, the `where` of an aggregate. */
  readonly condition: Words | null;
  /** Burnt for each fact. */
  readonly fuel: number;
  /** What an aggregate folds. */
  readonly value: Words | null;
}

/** In the order of their code: an outer loop stands before those inside. */
export function loopsOf(program: Program, range: CodeRange): readonly Loop[] {
  const instructions = [...instructionsOf(program.code, range)];
  return instructions.flatMap((_, index) => loopAt(program, instructions, index) ?? []);
}

function loopAt(program: Program, instructions: readonly Instruction[], index: number): Loop | null {
  const [load, open, next] = instructions.slice(index, index + 3);
  if (load?.opcode.code !== OP.LoadFacts || open?.opcode.code !== OP.IterOpen) return null;
  if (next?.opcode.code !== OP.IterNext) return null;
  const close = targetOf(next);
  const own = instructions.filter(
    (each) => each.opcode.operand === 'backward' && each.at < close && targetOf(each) === next.pc,
  );
  const skip = own.find(({ opcode }) => opcode.code === OP.IterSkip);
  const last = own.find(({ opcode }) => opcode.code !== OP.IterSkip);
  const kind = ITERATOR_FLAGS[open.flags];
  if (last === undefined || kind === undefined) return null;
  const body = { start: next.at + 1, end: last.pc };
  const isAggregate = last.opcode.code === OP.IterFold;
  if (skip !== undefined && !isAggregate) return null;
  const filter = skip === undefined ? null : { start: body.start, end: skip.pc };
  return {
    start: load.at,
    end: close + 1,
    type: program.strings[load.argument] ?? '',
    kind,
    variable: open.argument,
    fuel: next.argument,
    condition: isAggregate ? filter : body,
    value: isAggregate ? { start: skip === undefined ? body.start : skip.at + 1, end: body.end } : null,
  };
}

export function isInside(inner: Words, outer: Words): boolean {
  return inner !== outer && inner.start >= outer.start && inner.end <= outer.end;
}
