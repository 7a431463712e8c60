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

/** A range belongs to one program, so its text never changes; every decision asks for it. */
const EXCERPTS = new WeakMap<CodeRange, string>();

export function excerpt(program: Program, range: CodeRange): string {
  const known = EXCERPTS.get(range);
  if (known !== undefined) return known;
  const text = readExcerpt(program, range);
  EXCERPTS.set(range, text);
  return text;
}

function readExcerpt(program: Program, range: CodeRange): string {
  const { start, end } = spanOf(program, range);
  const text = inside(program.source.slice(start, end).replace(/\s+/g, ' ').trim());
  return text.length > EXCERPT_MAX ? `${text.slice(0, EXCERPT_MAX)}…` : text;
}

/** Without the braces of a block, so that a condition reads the same wherever it stands. */
function inside(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1).trim() : text;
}
