/** A session that is kept going: what has it gathered after each quarter of ten million steps, beside the facts that it holds? */
import { deepStrictEqual } from 'node:assert/strict';
import type { Endurance } from '../endure.ts';
import { runMeasured } from '../process.ts';
import type { Suite } from '../suite.ts';

const LIVE = 1_000;
const QUARTERS = ['after a quarter', 'after half', 'after three quarters', 'at the end'];

export const expertHeap: Suite = {
  name: 'expert-heap',
  question:
    'The heap of a session that asserts and retracts for 10,000,000 steps and never holds more than 1,000 readings',
  measure: async ({ factsMax, steps }, onProgress) => {
    const live = Math.min(LIVE, factsMax);
    onProgress(`${steps} steps`);
    const { bytes, ...found }: Endurance = await runMeasured('test/bench/endure.js', [
      String(live),
      String(steps),
    ]);
    deepStrictEqual(found, expected(live, steps));
    const [first = Number.NaN] = bytes;
    const rows = QUARTERS.map((name, quarter) => {
      const median = bytes[quarter] ?? Number.NaN;
      return { name, median, ratio: median / first, own: true };
    });
    return [{ title: 'heap', unit: 'bytes', rows }];
  },
};

/** Of ten readings in a row that are hot, each has made an alarm and a page, once. */
function expected(live: number, steps: number): Omit<Endurance, 'bytes'> {
  const gone = Math.max(0, Math.ceil((steps - live) / 2));
  const come = steps - gone;
  const readings = Array.from({ length: come - gone }, (_, index) => gone + index);
  const facts = { Site: 100, Reading: readings.length, Alarm: readings.filter(isHot).length };
  const tail = come % 100;
  return { outcomes: ((come - tail) / 100) * 10 + Math.max(0, tail - 90), facts };
}

function isHot(index: number): boolean {
  return index % 100 >= 90;
}
