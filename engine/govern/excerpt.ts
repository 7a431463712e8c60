/** The rule text that a range of code was made from, on one line, for details of traces. */
import type { CodeRange, CompiledSpan, Program } from '#lang/bytecode/program.js';

const EXCERPT_MAX = 200;
/** Much more than is shown, for what is left out. */
const READ_MAX = 10_000;
/** Texts stay as they are; blanks, line breaks and comments become one blank. */
const PIECE = /"(?:[^"\\]|\\.)*"|(?:\s|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)+/g;

export function spanOf(program: Program, range: CodeRange): CompiledSpan {
  let start = program.source.length;
  let end = 0;
  for (let pc = range.start; pc < range.start + range.length; pc++) {
    start = Math.min(start, program.spans[2 * pc] ?? start);
    end = Math.max(end, program.spans[2 * pc + 1] ?? end);
  }
  return start <= end ? { start, end } : { start: 0, end: 0 };
}

interface Outcomes {
  readonly held: string;
  readonly failed: string;
}

/** A range belongs to one program, so its text never changes; every decision asks for it. */
const OUTCOMES = new WeakMap<CodeRange, Outcomes>();

/** The text of a condition and what it came to: `total >= 35 -> true`. */
export function outcomeText(program: Program, range: CodeRange, held: boolean): string {
  let outcomes = OUTCOMES.get(range);
  if (outcomes === undefined) {
    const text = excerptOf(program, range);
    outcomes = { held: `${text} -> true`, failed: `${text} -> false` };
    OUTCOMES.set(range, outcomes);
  }
  return held ? outcomes.held : outcomes.failed;
}

export function excerptOf(program: Program, range: CodeRange): string {
  return textOfSpan(program, spanOf(program, range));
}

export function textOfSpan({ source }: Program, { start, end }: CompiledSpan): string {
  const pieces = source
    .slice(start, Math.min(end, start + READ_MAX))
    .replace(PIECE, (piece) => (piece.startsWith('"') ? piece : ' '));
  const text = inside(pieces.trim());
  return text.length > EXCERPT_MAX ? `${text.slice(0, EXCERPT_MAX)}…` : text;
}

/** Without the braces of a block, so that a condition reads the same wherever it stands. */
function inside(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1).trim() : text;
}
