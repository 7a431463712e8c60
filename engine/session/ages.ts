/**
 * Ages that rules compare with a number: `f.__age_seconds >= 60` changes its mind when time alone passes, so the session has to be
 * woken when the next fact comes to that age.
 */
import { BETWEEN_FLAGS, OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, Program } from '#lang/bytecode/program.js';
import { type Instruction, instructionsOf } from '#lang/bytecode/instruction.js';
import type { Fact } from '../fact.ts';
import type { FactObserver, FactTable } from '../match/fact-table.ts';
import { isInside, type Loop, loopsOf } from '../match/loop.ts';

/** Whole seconds at which a comparison with a number may turn, by fact type. */
export type Ages = ReadonlyMap<string, readonly number[]>;

/** The same comparison with its sides exchanged. */
const MIRRORED: ReadonlyMap<number, number> = new Map([
  [OP.Greater, OP.Less],
  [OP.GreaterOrEqual, OP.LessOrEqual],
  [OP.Less, OP.Greater],
  [OP.LessOrEqual, OP.GreaterOrEqual],
]);

/** An age beside a number, on either side. */
export function agesOf(program: Program, ranges: readonly CodeRange[]): Ages {
  const ages = new Map<string, number[]>();
  for (const range of ranges) {
    const loops = loopsOf(program, range);
    for (const loop of loops) {
      const hiding = loops.filter((each) => isInside(each, loop) && each.variable === loop.variable);
      const turns = turnsIn(program, loop, hiding);
      if (turns.length > 0) ages.set(loop.type, [...(ages.get(loop.type) ?? []), ...turns]);
    }
  }
  return ages;
}

/** `hiding` are loops inside whose variable has taken its place. */
function turnsIn(
  program: Program,
  { start, end, variable }: Loop,
  hiding: readonly Loop[],
): readonly number[] {
  const instructions = [...instructionsOf(program.code, { start, length: end - start })].filter(({ at }) =>
    hiding.every((each) => at < each.start || at >= each.end),
  );
  return instructions.flatMap(({ opcode: { code }, flags }, index) => {
    const operands = instructions.slice(Math.max(0, index - 4), index);
    if (code === OP.Between) {
      const [load, field, low, high] = operands;
      if (!isAge(program, variable, load, field)) return [];
      const brackets = BETWEEN_FLAGS[flags] ?? '[]';
      const lower = brackets.startsWith('(') ? OP.Greater : OP.GreaterOrEqual;
      const upper = brackets.endsWith(')') ? OP.Less : OP.LessOrEqual;
      return [...turnsOf(program, lower, low), ...turnsOf(program, upper, high)];
    }
    const [first, second, third] = operands.slice(-3);
    if (isAge(program, variable, first, second)) return turnsOf(program, code, third);
    const isBehind = isAge(program, variable, second, third);
    return isBehind ? turnsOf(program, MIRRORED.get(code) ?? code, first) : [];
  });
}

function isAge({ strings }: Program, variable: number, load?: Instruction, field?: Instruction): boolean {
  if (load?.opcode.code !== OP.LoadLocal || load.argument !== variable) return false;
  return field?.opcode.code === OP.LoadField && strings[field.argument] === '__age_seconds';
}

/** Ages are whole seconds: at which of them a comparison becomes something else. */
function turnsOf(program: Program, comparison: number, operand: Instruction | undefined): readonly number[] {
  if (operand?.opcode.code !== OP.LoadNumber) return [];
  const seconds = program.numbers[operand.argument] ?? 0;
  switch (comparison) {
    case OP.GreaterOrEqual:
    case OP.Less:
      return [Math.ceil(seconds)];
    case OP.Greater:
    case OP.LessOrEqual:
      return [Math.floor(seconds) + 1];
    case OP.Equal:
    case OP.NotEqual:
      return Number.isInteger(seconds) ? [seconds, seconds + 1] : [];
    default:
      return [];
  }
}

/** The instants at which facts of a type were asserted, in whole seconds. */
export class AgeWatch implements FactObserver {
  readonly #turns: readonly number[];
  /** Ascending, each once. */
  readonly #seconds: number[] = [];
  readonly #counts = new Map<number, number>();

  constructor(table: FactTable, turns: readonly number[]) {
    this.#turns = turns;
    table.observe(this);
  }

  /** The next instant at which a fact comes to one of the ages, in ms; `null` for never. */
  nextDue(now: number): number | null {
    let due: number | null = null;
    for (const turn of this.#turns) {
      const second = this.#seconds[this.#indexAbove(Math.floor(now / 1000) - turn)];
      if (second === undefined) continue;
      const at = (second + turn) * 1000;
      due = due === null ? at : Math.min(due, at);
    }
    return due;
  }

  factChanged(before: Fact | undefined, after: Fact | undefined): void {
    if (before !== undefined) this.#count(before, -1);
    if (after !== undefined) this.#count(after, 1);
  }

  #count({ assertedAt }: Fact, by: 1 | -1): void {
    const second = Math.floor(assertedAt / 1000);
    const count = (this.#counts.get(second) ?? 0) + by;
    if (count > 0) this.#counts.set(second, count);
    else this.#counts.delete(second);
    if (count === 0) this.#seconds.splice(this.#indexAbove(second - 1), 1);
    else if (count === 1 && by === 1) this.#seconds.splice(this.#indexAbove(second), 0, second);
  }

  /** Of the first second behind one. */
  #indexAbove(second: number): number {
    let low = 0;
    let high = this.#seconds.length;
    if ((this.#seconds[high - 1] ?? Number.NEGATIVE_INFINITY) <= second) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seconds[middle] ?? 0) <= second) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
