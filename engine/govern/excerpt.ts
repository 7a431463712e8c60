/** The rule text that a range of code was made from, on one line, for details of traces. */
import type { CodeRange, Program } from '#lang/bytecode/program.js';

const EXCERPT_MAX = 200;

export function spanOf(program: Program, range: CodeRange): { readonly start: number; readonly end: number } {
  let start = program.source.length;
  let end = 0;
  for (let pc = range.start; pc < range.start + range.length; pc++) {
    start = Math.min(start, program.spans[2 * pc] ?? start);
    end = Math.max(end, program.spans[2 * pc + 1] ?? end);
  }
  return start <= end ? { start, end } : { start: 0, end: 0 };
}

export function excerpt(program: Program, range: CodeRange): string {
  const { start, end } = spanOf(program, range);
  const text = program.source.slice(start, end).replace(/\s+/g, ' ').trim();
  return text.length > EXCERPT_MAX ? `${text.slice(0, EXCERPT_MAX)}…` : text;
}
