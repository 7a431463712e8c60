/** What is known of the loops of a program before there are facts: made once for a program, used by all of its sessions. */
import { instructionsOf } from '#lang/bytecode/instruction.js';
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { type Access, accessOf, type LoopUnit } from './access.ts';
import { isInside, type Loop, loopsOf, type Words } from './loop.ts';

/** What beside facts a piece of code depends on. */
export interface Reads {
  readonly context: boolean;
  readonly clock: boolean;
  readonly round: boolean;
}

export interface LoopPlan {
  readonly loop: Loop;
  readonly access: Access;
  readonly reads: Reads;
  /** Of this loop and those inside. */
  readonly types: readonly string[];
  /** The same for loops that ask the same. */
  readonly words: string;
}

/** Inner loops stand before the outer ones. */
export type UnitPlan = readonly LoopPlan[];

export function planRule(program: Program, rule: CompiledExpertRule): UnitPlan {
  const narrowed = rule.perFact ? (rule.factTypes[0] ?? '') : '';
  return planUnit(program, rangesOf(rule), { condition: rule.when.code, narrowed });
}

/** `ranges` share their locals. */
export function planUnit(
  program: Program,
  ranges: readonly CodeRange[],
  { condition, narrowed }: Pick<LoopUnit, 'condition' | 'narrowed'>,
): UnitPlan {
  const loops = ranges.flatMap((range) => loopsOf(program, range));
  const unit = { program, loops, narrowed, condition, ranges: ranges.map(wordsOf) };
  return loops.toReversed().map((loop) => {
    const inner = loops.filter((each) => isInside(each, loop));
    return {
      loop,
      access: accessOf(loop, unit),
      reads: readsOf(program, [rangeOf(loop)]),
      types: [...new Set([loop, ...inner].map(({ type }) => type))],
      words: program.code.slice(loop.start, loop.end).join(),
    };
  });
}

/** All code of a rule that sees its locals. */
export function rangesOf({ when, then, set }: CompiledExpertRule): readonly CodeRange[] {
  const optional = [when.code, then.lets].flatMap((range) => range ?? []);
  return [...optional, ...then.params.map(({ code }) => code), ...set.map(({ code }) => code)];
}

export function readsOf(program: Program, ranges: readonly CodeRange[]): Reads {
  const reads = { context: false, clock: false, round: false };
  for (const range of ranges) {
    for (const { opcode, argument } of instructionsOf(program.code, range)) {
      const isAge = opcode.code === OP.LoadField && program.strings[argument] === '__age_seconds';
      if (opcode.code === OP.LoadPath) reads.context = true;
      if (opcode.code === OP.LoadNow || isAge) reads.clock = true;
      if (opcode.code === OP.LoadRound) reads.round = true;
    }
  }
  return reads;
}

function wordsOf({ start, length }: CodeRange): Words {
  return { start, end: start + length };
}

function rangeOf({ start, end }: Words): CodeRange {
  return { start, length: end - start };
}
