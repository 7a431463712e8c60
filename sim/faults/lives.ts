/**
 * How the lives of the system end, and what is odd about them. Crashes are counted in durable batches and not in time, so that they fall where there is
 * something to lose; the delay then moves them into whatever is in flight behind that batch.
 */
import type { Prng } from '../prng.ts';

/** What becomes of the batches in flight: none survives, all do, or the first few. Their promises stay pending. */
export type CrashKind = 'before-commit' | 'after-commit' | 'torn';

export interface Crash {
  readonly kind: CrashKind;
  readonly afterBatches: number;
  readonly delayMs: number;
  /** How long until the next life. */
  readonly downMs: number;
}

export interface LifeFaults {
  /** In order of `afterBatches`. */
  readonly crashes: readonly Crash[];
  /** Each life's wall clock is up to this far ahead of or behind the bus's. */
  readonly skewMaxMs: number;
  /** Chance at each publication that the wall clock jumps within that distance. */
  readonly jumpChance: number;
}

export function drawLifeFaults(prng: Prng, facts: number): LifeFaults {
  const count = prng.chance(0.7) ? prng.integer(1, 4) : 0;
  const crashes = Array.from({ length: count }, () => drawCrash(prng, facts));
  return {
    crashes: crashes.sort((a, b) => a.afterBatches - b.afterBatches),
    skewMaxMs: prng.chance(0.5) ? 10 ** prng.integer(1, 5) : 0,
    jumpChance: prng.chance(0.5) ? 0.05 : 0,
  };
}

function drawCrash(prng: Prng, facts: number): Crash {
  return {
    kind: prng.pick(['before-commit', 'after-commit', 'torn']),
    afterBatches: prng.integer(0, facts),
    delayMs: prng.integer(0, 30),
    downMs: prng.integer(1, prng.chance(0.2) ? 60_000 : 500),
  };
}
