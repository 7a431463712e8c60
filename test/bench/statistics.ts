/** The statistics of measured figures: medians, because what disturbs a measurement only ever adds to it. */
import { assert } from '#engine/assert.js';

/** Of an even count the upper one of the two in the middle. */
export function median(figures: readonly number[]): number {
  const middle = figures.toSorted((a, b) => a - b)[figures.length >> 1];
  assert(middle !== undefined, 'there is a figure to take the median of');
  return middle;
}

/** Both lists are by round, so that what disturbs a round disturbs both sides of its ratio. */
export function medianRatio(figures: readonly number[], references: readonly number[]): number {
  return median(figures.map((figure, round) => figure / (references[round] ?? Number.NaN)));
}
