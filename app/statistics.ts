/** Counts and decision times of one run, in bounded memory: durations go into logarithmic buckets of about 9 % width. */
import type { TelemetryEvent } from '#actors';

const BUCKETS_PER_OCTAVE = 8;
const BUCKETS = 256;
/** One nanosecond is bucket 0. */
const SMALLEST_MS = 1e-6;

export class RunStatistics {
  decisions = 0;
  deadLetters = 0;
  readonly outcomes = new Map<string, number>();
  readonly #durations = new Float64Array(BUCKETS);

  note(event: TelemetryEvent): void {
    if (event.type === 'buried') this.deadLetters += 1;
    if (event.type !== 'decided') return;
    this.decisions += 1;
    const bucket = bucketOf(event.durationMs);
    this.#durations[bucket] = (this.#durations[bucket] ?? 0) + 1;
    for (const { name } of event.decision.outcomes)
      this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }

  /** Decision time in ms below which a share of the decisions lies, to about 9 %; 0 before the first. */
  percentileMs(share: number): number {
    let remaining = this.decisions * share;
    for (const [bucket, count] of this.#durations.entries()) {
      remaining -= count;
      if (remaining <= 0 && count > 0) return SMALLEST_MS * 2 ** ((bucket + 1) / BUCKETS_PER_OCTAVE);
    }
    return 0;
  }
}

function bucketOf(ms: number): number {
  const bucket = Math.floor(Math.log2(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) * BUCKETS_PER_OCTAVE);
  return Math.min(BUCKETS - 1, Math.max(0, bucket));
}
