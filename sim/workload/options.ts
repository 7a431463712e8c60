/** How a window of facts is published: in what amount, at what pace, and with which mistakes of the publisher. */
import type { Prng } from '../prng.ts';

export interface WorkloadOptions {
  readonly facts: number;
  /** Facts come up to this far apart, mostly in bursts. */
  readonly gapMaxMs: number;
  /** Chance of a long pause before a fact, in which timers of processing time run. */
  readonly pauseChance: number;
  readonly pauseMaxMs: number;
  /** Chance that an earlier fact is published again under its id. */
  readonly repeatChance: number;
  /** Chance that an earlier fact is withdrawn. */
  readonly retractChance: number;
  /** Chance of a message that no fact can be read from. */
  readonly spoilChance: number;
  /** Chance that a fact has no message id. */
  readonly anonymousChance: number;
}

export function drawWorkload(prng: Prng): WorkloadOptions {
  return {
    facts: prng.chance(0.05) ? prng.integer(200, 400) : prng.integer(20, 80),
    gapMaxMs: prng.integer(0, 50),
    pauseChance: prng.chance(0.5) ? 0.02 : 0,
    pauseMaxMs: 10 ** prng.integer(3, 6),
    repeatChance: prng.chance(0.5) ? 0.05 : 0,
    retractChance: prng.chance(0.5) ? 0.05 : 0,
    spoilChance: prng.chance(0.5) ? 0.05 : 0,
    anonymousChance: prng.chance(0.5) ? 0.1 : 0,
  };
}
