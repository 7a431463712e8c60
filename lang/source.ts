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

/** Offsets of the first character of every line. Build it once per rendering, not per diagnostic. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}

export function positionAt(source: Source, starts: readonly number[], offset: number): Position {
  const line = lineIndexAt(starts, offset);
  const from = starts[line] ?? 0;
  return { line: line + 1, column: Array.from(source.text.slice(from, offset)).length + 1 };
}

/** The text of a line without its line break. */
export function lineText(source: Source, starts: readonly number[], line: number): string {
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

/** One position; for many in the same text, keep `lineStarts` and use `positionAt`. */
export function positionOf(source: Source, offset: number): Position {
  return positionAt(source, lineStarts(source.text), offset);
}
