/**
 * A source text with its name, and the arithmetic from offsets to lines and columns. Columns are counted in
 * Unicode characters from 1, as editors show them.
 */
export interface Source {
  /** As the user named it: a file path or `<memory>`. */
  readonly name: string;
  readonly text: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

const STARTS = new WeakMap<Source, readonly number[]>();

/** Offsets of the first character of every line, remembered for as long as the source is. */
export function lineStarts(source: Source): readonly number[] {
  const known = STARTS.get(source);
  if (known !== undefined) return known;
  const starts = startsOf(source.text);
  STARTS.set(source, starts);
  return starts;
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}

export function positionOf(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  const line = lineIndexAt(starts, offset);
  const from = starts[line] ?? 0;
  return { line: line + 1, column: characterCount(source.text, from, offset) + 1 };
}

/** Counted in place: a report asks for hundreds of positions, and a line may be as long as a file. */
function characterCount(text: string, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index++) {
    count++;
    if ((text.codePointAt(index) ?? 0) > 0xffff) index++;
  }
  return count;
}

/** The offset of a position; one that is not there becomes the nearest that is. */
export function offsetOf(source: Source, { line, column }: Position): number {
  const starts = lineStarts(source);
  if (line < 1) return 0;
  if (line > starts.length) return source.text.length;
  const before = Array.from(lineText(source, line)).slice(0, Math.max(0, column - 1));
  return (starts[line - 1] ?? 0) + before.join('').length;
}

/** The line of an offset, from 1: cheaper than a position, whose column must be counted. */
export function lineOf(source: Source, offset: number): number {
  return lineIndexAt(lineStarts(source), offset) + 1;
}

/** The text of a line without its line break. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  const from = starts[line - 1] ?? source.text.length;
  return source.text.slice(from, starts[line] ?? source.text.length).replace(/\r?\n$/, '');
}

function lineIndexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
