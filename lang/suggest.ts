/**
 * "Did you mean": the nearest of some known names, or none when no name is near enough to be a slip of the finger.
 * The work is bounded, because a file with thousands of wrong names is compared with thousands of right ones: only
 * so many candidates, and of their distance only the band around the diagonal that can still be near enough.
 */
const WORD_MAX = 64;
const CANDIDATES_MAX = 500;

/** Three rows of the table of distances, reused from candidate to candidate. */
interface Rows {
  beforePrevious: Uint8Array;
  previous: Uint8Array;
  current: Uint8Array;
}

/** Ties go to the first candidate; one that differs in case only wins at once. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > WORD_MAX) return undefined;
  const rows = { beforePrevious: newRow(), previous: newRow(), current: newRow() };
  let limit = Math.min(Math.max(1, Math.floor(word.length / 3)), word.length - 1);
  let best: string | undefined;
  let compared = 0;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    if (++compared > CANDIDATES_MAX) break;
    if (candidate.length === word.length && candidate.toLowerCase() === word.toLowerCase()) return candidate;
    if (limit < 1 || Math.abs(candidate.length - word.length) > limit) continue;
    const found = distance(word, candidate, { limit, rows });
    if (found > limit) continue;
    best = candidate;
    limit = found - 1;
  }
  return best;
}

/** For the end of a sentence about a name that nothing has; empty when no known name is near enough. */
export function suggestion(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` (did you mean \`${meant}\`?)`;
}

/** Insertions, deletions, changes and swaps of neighbours; more than `limit` is reported as `limit + 1`. */
function distance(
  left: string,
  right: string,
  { limit, rows }: { readonly limit: number; readonly rows: Rows },
): number {
  const beyond = limit + 1;
  for (let column = 0; column <= right.length; column++) rows.previous[column] = Math.min(column, beyond);
  for (let row = 1; row <= left.length; row++) {
    const first = Math.max(1, row - limit);
    const last = Math.min(right.length, row + limit);
    rows.current[first - 1] = first === 1 ? Math.min(row, beyond) : beyond;
    let least = beyond;
    for (let column = first; column <= last; column++) {
      const steps = Math.min(cell(left, right, { row, column, rows }), beyond);
      rows.current[column] = steps;
      least = Math.min(least, steps);
    }
    if (last < right.length) rows.current[last + 1] = beyond;
    if (least > limit) return beyond;
    const { beforePrevious, previous, current } = rows;
    rows.beforePrevious = previous;
    rows.previous = current;
    rows.current = beforePrevious;
  }
  return rows.previous[right.length] ?? beyond;
}

function cell(
  left: string,
  right: string,
  { row, column, rows }: { readonly row: number; readonly column: number; readonly rows: Rows },
): number {
  const { beforePrevious, previous, current } = rows;
  const l = left.charCodeAt(row - 1);
  const r = right.charCodeAt(column - 1);
  const change = (previous[column - 1] ?? 0) + (l === r ? 0 : 1);
  const shift = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
  const isSwap =
    row > 1 && column > 1 && l === right.charCodeAt(column - 2) && left.charCodeAt(row - 2) === r;
  return Math.min(change, shift, isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity);
}

function newRow(): Uint8Array {
  return new Uint8Array(2 * WORD_MAX + 1);
}
