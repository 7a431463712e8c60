/**
 * Programs as text, one instruction a line with its operand resolved, for snapshots, reviews and `arbiter compile`.
 * The text depends on the program alone. It reads any program, verified or not: what cannot be resolved is shown as
 * the number it is.
 */
import { lineStarts, lineText, positionAt, type Source } from '../source.ts';
import { type Instruction, instructionsOf, targetOf } from './instruction.ts';
import { OPCODES } from './opcodes.ts';
import type { Program } from './program.ts';
import { titleOf, type Unit, unitsOf } from './units.ts';

const PC_COLUMNS = 4;
const NAME_COLUMNS = Math.max(...OPCODES.map(({ name }) => name.length)) + 2;
const OPERAND_COLUMNS = 24;
const EXCERPT_MAX = 72;

export function disassemble(program: Program): string {
  const excerpts = new Excerpts(program);
  const units = unitsOf(program).map((unit) => disassembleUnit(unit, program, excerpts));
  return [summary(program), ...units].join('\n');
}

function summary({ name, languageVersion, strings, numbers, paths, code }: Program): string {
  const counts = [
    counted(strings.length, 'string'),
    counted(numbers.length, 'number'),
    counted(paths.length, 'path'),
    counted(code.length, 'word'),
  ];
  return `program ${name}, language ${languageVersion}: ${counts.join(', ')}\n`;
}

function disassembleUnit(unit: Unit, program: Program, excerpts: Excerpts): string {
  excerpts.restart();
  const lines = [...instructionsOf(program.code, unit.range)].map((instruction) => {
    const columns = [
      String(instruction.pc).padStart(PC_COLUMNS),
      instruction.opcode.name.padEnd(NAME_COLUMNS),
      operandText(instruction, program).padEnd(OPERAND_COLUMNS),
      excerpts.next(instruction),
    ];
    return columns.join('  ').trimEnd();
  });
  const locals = unit.locals === 0 ? '' : `, ${counted(unit.locals, 'local')}`;
  return `${titleOf(unit)}${locals}\n${lines.join('\n')}\n`;
}

function operandText(instruction: Instruction, program: Program): string {
  const { opcode, flags } = instruction;
  const flag = opcode.flags[flags] ?? (flags === 0 ? '' : `flags ${flags}`);
  const wide = instruction.at > instruction.pc ? '(wide)' : '';
  return [flag, argumentText(instruction, program), wide].filter((part) => part !== '').join(' ');
}

function argumentText(instruction: Instruction, { strings, numbers, paths }: Program): string {
  const { opcode, argument } = instruction;
  switch (opcode.operand) {
    case 'none':
      return argument === 0 ? '' : String(argument);
    case 'string':
      return constantText(strings[argument], argument);
    case 'number':
      return constantText(numbers[argument], argument);
    case 'path':
      return paths[argument]?.join('.') ?? missing(argument);
    case 'slot':
      return `L${argument}`;
    case 'bit':
      return argument === 1 ? 'true' : 'false';
    case 'forward':
    case 'backward':
      return `→ ${targetOf(instruction)}`;
    case 'count':
    case 'high':
      return String(argument);
  }
}

function constantText(constant: string | number | undefined, index: number): string {
  if (constant === undefined) return missing(index);
  return Object.is(constant, -0) ? '-0' : JSON.stringify(constant);
}

function missing(index: number): string {
  return `missing constant ${index}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The line of source an instruction was made from, where it is another than that of the instruction before. */
class Excerpts {
  readonly #program: Program;
  readonly #source: Source;
  readonly #starts: readonly number[];
  #line = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#source = { name: program.name, text: program.source };
    this.#starts = lineStarts(program.source);
  }

  restart(): void {
    this.#line = 0;
  }

  next({ at }: Instruction): string {
    const offset = this.#program.spans[2 * at] ?? 0;
    if (this.#isOnLine(offset)) return '';
    this.#line = positionAt(this.#source, this.#starts, offset).line;
    const text = lineText(this.#source, this.#starts, this.#line).trim();
    return `; ${this.#line}: ${shortened(text)}`;
  }

  /** Asked first, because a position costs time in proportion to its column. */
  #isOnLine(offset: number): boolean {
    if (this.#line === 0) return false;
    const end = this.#starts[this.#line] ?? this.#source.text.length + 1;
    return offset >= (this.#starts[this.#line - 1] ?? 0) && offset < end;
  }
}

function shortened(text: string): string {
  const printable = text.replace(/\p{Cc}+/gu, ' ');
  const characters = Array.from(printable.slice(0, 2 * EXCERPT_MAX));
  return characters.length <= EXCERPT_MAX ? printable : `${characters.slice(0, EXCERPT_MAX - 1).join('')}…`;
}
