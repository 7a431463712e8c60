/**
 * Programs as text, one instruction a line with its operand resolved, for snapshots, reviews and `arbiter compile`.
 * The text depends on the program alone. It reads any program, verified or not: what cannot be resolved is shown as
 * the number it is.
 */
import { type Instruction, instructionsOf, targetOf } from './instruction.ts';
import { OPCODES } from './opcodes.ts';
import type { Constant, Program } from './program.ts';
import { ProgramSources } from './program-source.ts';
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

function argumentText(instruction: Instruction, program: Program): string {
  const { strings, numbers, paths, constants } = program;
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
    case 'constant':
      return constants[argument] === undefined ? missing(argument) : valueText(constants[argument]);
    case 'view':
      return viewText(argument, program);
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

function valueText(constant: Constant): string {
  switch (constant.kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'number':
      return Object.is(constant.value, -0) ? '-0' : String(constant.value);
    case 'string':
      return JSON.stringify(constant.value);
    case 'decimal':
      return `${constant.digits} ${constant.unit}`.trimEnd();
    case 'list':
      return `[${constant.elements.map(valueText).join(', ')}]`;
  }
}

function viewText(index: number, { views, tables }: Program): string {
  const view = views[index];
  const table = tables[view?.table ?? -1];
  if (view === undefined || table === undefined) return missing(index);
  if (view.column < 0) return table.name;
  return `${table.name} by ${table.columns[view.column]?.name ?? '?'} ${view.descending ? 'desc' : 'asc'}`;
}

function missing(index: number): string {
  return `missing constant ${index}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The line of source an instruction was made from, where it is another than that of the instruction before. */
class Excerpts {
  readonly #spans: Int32Array;
  readonly #sources: ProgramSources;
  #last = '';

  constructor(program: Program) {
    this.#spans = program.spans;
    this.#sources = new ProgramSources(program);
  }

  restart(): void {
    this.#last = '';
  }

  next({ at }: Instruction): string {
    const { file, line, text } = this.#sources.lineOf(this.#spans[2 * at] ?? 0);
    const place = file === '' ? String(line) : `${file}:${line}`;
    if (place === this.#last) return '';
    this.#last = place;
    return `; ${place}: ${shortened(text.trim())}`;
  }
}

function shortened(text: string): string {
  const printable = text.replace(/\p{Cc}+/gu, ' ');
  const characters = Array.from(printable.slice(0, 2 * EXCERPT_MAX));
  return characters.length <= EXCERPT_MAX ? printable : `${characters.slice(0, EXCERPT_MAX - 1).join('')}…`;
}
