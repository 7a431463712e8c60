/**
 * Which flags of a program mean something else than in the one before. Code is compared with its operands resolved, because
 * places and pools differ from one compilation to the next; what a flag refers to belongs to it: segments, tables, flags it requires.
 */
import type { Program } from '#lang';
import { instructionsOf, targetOf } from '#lang/bytecode/instruction.js';
import type { CodeRange } from '#lang/bytecode/program.js';

/** Names of flags that changed, came or went, sorted. */
export function changedFlags(before: Program | null, after: Program): string[] {
  const old = before === null ? new Map<string, string>() : meanings(before);
  const young = meanings(after);
  const names = new Set([...old.keys(), ...young.keys()]);
  return [...names].filter((name) => old.get(name) !== young.get(name)).sort();
}

function meanings(program: Program): ReadonlyMap<string, string> {
  const own = new Map(program.flags.map((flag) => [flag.name, meaningOf(program, flag)]));
  const requires = new Map(program.flags.map((flag) => [flag.name, flag.requires]));
  const whole = new Map<string, string>();
  for (const { name } of program.flags) {
    const involved = new Set([name]);
    for (const each of involved) for (const other of requires.get(each) ?? []) involved.add(other);
    whole.set(name, [...involved].map((each) => own.get(each) ?? '').join('\n'));
  }
  return whole;
}

/** The declared context belongs to it: what is read depends on its types. */
function meaningOf(program: Program, flag: Program['flags'][number]): string {
  const segments = new Map(program.segments.map((segment) => [segment.name, segment]));
  const resolve = (name: string, value: unknown): unknown => {
    if (name === 'span') return undefined;
    if (name === 'segment' && typeof value === 'string')
      return { segment: segments.get(value)?.code ?? null };
    return isRange(value) ? codeOf(program, value) : value;
  };
  return JSON.stringify([program.context, flag], resolve);
}

function isRange(value: unknown): value is CodeRange {
  return typeof value === 'object' && value !== null && 'start' in value && 'length' in value;
}

function codeOf(program: Program, range: CodeRange): readonly unknown[] {
  return [...instructionsOf(program.code, range)].map((instruction) => {
    const { opcode, flags, argument } = instruction;
    const jumps = opcode.operand === 'forward' || opcode.operand === 'backward';
    const operand = jumps
      ? targetOf(instruction) - range.start
      : operandOf(program, opcode.operand, argument);
    return [opcode.code, flags, operand];
  });
}

function operandOf(program: Program, kind: string, argument: number): unknown {
  if (kind === 'string') return program.strings[argument];
  if (kind === 'number') return program.numbers[argument];
  if (kind === 'path') return program.paths[argument];
  if (kind === 'constant') return program.constants[argument];
  if (kind !== 'view') return argument;
  const view = program.views[argument];
  return { ...view, table: program.tables[view?.table ?? -1] };
}
