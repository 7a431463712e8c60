/**
 * A tiny assembler, so that tests can write code no compiler would: mnemonics to words, one instruction a line.
 *
 *     IterOpen any 0        ; a flag by name or as `flags=9`, then the argument
 *     L: IterNext E         ; a label names the first word of its instruction; jumps take labels or distances
 *     .word 0xff            ; any word at all
 *
 * Arguments above 16 bits get their `Wide`; a `Wide` of one's own is written as an instruction.
 */
import { packInstruction, packWord } from '#lang/bytecode/instruction.js';
import { type Opcode, OPCODES } from '#lang/bytecode/opcodes.js';

interface Line {
  readonly labels: readonly string[];
  readonly words: (at: number, places: ReadonlyMap<string, number>) => readonly number[];
  readonly length: number;
}

export function assemble(text: string): Int32Array {
  const lines = text.split('\n').flatMap(parseLine);
  const places = new Map<string, number>();
  let end = 0;
  for (const { labels, length } of lines) {
    for (const label of labels) places.set(label, end);
    end += length;
  }
  const words: number[] = [];
  for (const line of lines) words.push(...line.words(words.length + line.length - 1, places));
  return Int32Array.from(words);
}

function parseLine(text: string): readonly Line[] {
  const tokens = text
    .replace(/;.*/, '')
    .split(/\s+/)
    .filter((token) => token !== '');
  const labels: string[] = [];
  while (tokens[0]?.endsWith(':') === true) labels.push(tokens.shift()?.slice(0, -1) ?? '');
  const [name, ...operands] = tokens;
  if (name === undefined && labels.length === 0) return [];
  if (name === undefined) return [{ labels, words: () => [], length: 0 }];
  if (name === '.word') return [{ labels, words: () => operands.map(Number), length: operands.length }];
  const opcode = OPCODES.find((each) => each.name === name);
  if (opcode === undefined) throw new RangeError(`no opcode ${name}`);
  return [parseInstruction(opcode, operands, labels)];
}

function parseInstruction(opcode: Opcode, operands: readonly string[], labels: readonly string[]): Line {
  const { code } = opcode;
  const [flags, rest] = parseFlags(opcode, operands);
  const argument = Number(rest[0] ?? 0);
  if (!Number.isNaN(argument)) {
    const words = packInstruction({ code, flags, argument });
    return { labels, words: () => words, length: words.length };
  }
  const label = rest[0] ?? '';
  const distance = (at: number, places: ReadonlyMap<string, number>): number => {
    const place = places.get(label);
    if (place === undefined) throw new RangeError(`no label ${label}`);
    return opcode.operand === 'backward' ? at - place : place - at;
  };
  return {
    labels,
    words: (at, places) => [packWord({ code, flags, argument: distance(at, places) })],
    length: 1,
  };
}

function parseFlags(
  { flags }: Opcode,
  operands: readonly string[],
): readonly [flags: number, rest: readonly string[]] {
  const [first = '', ...rest] = operands;
  if (flags.includes(first)) return [flags.indexOf(first), rest];
  return first.startsWith('flags=') ? [Number(first.slice(6)), rest] : [0, operands];
}
