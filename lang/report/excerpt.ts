/**
 * One line of source as a terminal can show it, with the place of a span in it: tabs widened, what cannot be printed
 * replaced, wide characters counted as two columns, and a long line clipped around the place. No more of the line
 * than that is looked at, so a file of one endless line costs no more than another.
 */
import type { Span } from '../span.ts';

/** Everything in columns of the terminal. */
export interface Excerpt {
  readonly text: string;
  readonly start: number;
  readonly length: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
}

const LEAD_MAX = 50;
const MARKED_MAX = 60;
const TAIL_MAX = 50;
const TAB: Cell = { text: '    ', width: 4 };
const UNPRINTABLE: Cell = { text: '\ufffd', width: 1 };
const CLIPPED: Cell = { text: '…', width: 1 };
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const COMBINING = /\p{Mark}/u;

/** The part of the line that begins at `lineStart` in which the span begins; the mark is never empty. */
export function excerpt({ source, start, end }: Span, lineStart: number): Excerpt {
  const { text } = source;
  const lead = window(text, Math.max(lineStart, start - 2 * LEAD_MAX), start);
  const marked = window(text, start, Math.min(end, start + 2 * MARKED_MAX));
  const isWhole = marked.length === end - start;
  const tail = isWhole ? window(text, end, end + 2 * TAIL_MAX) : '';
  const before = clipStart(cellsOf(lead));
  const within = clipEnd(cellsOf(marked), MARKED_MAX);
  const after = clipEnd(cellsOf(tail), TAIL_MAX);
  return {
    text: [...before, ...within, ...after].map((cell) => cell.text).join(''),
    start: widthOf(before),
    length: Math.max(1, widthOf(within)),
  };
}

/** Text of one line only. */
function window(text: string, start: number, end: number): string {
  const [line = ''] = text.slice(start, Math.max(start, end)).split(/\r?\n/, 1);
  return line;
}

function cellsOf(text: string): readonly Cell[] {
  return Array.from(text, (character) => {
    if (character === '\t') return TAB;
    if (CONTROL.test(character)) return UNPRINTABLE;
    const width = COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
    return { text: character, width };
  });
}

function clipStart(cells: readonly Cell[]): readonly Cell[] {
  let first = cells.length;
  for (let width = 0; first > 0; first--) {
    width += cells[first - 1]?.width ?? 0;
    if (width > LEAD_MAX) return [CLIPPED, ...cells.slice(first)];
  }
  return cells;
}

function clipEnd(cells: readonly Cell[], widthMax: number): readonly Cell[] {
  let width = 0;
  for (const [index, cell] of cells.entries()) {
    width += cell.width;
    if (width > widthMax) return [...cells.slice(0, index), CLIPPED];
  }
  return cells;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
