/** What may happen to a call that leaves the process: publishing a message, delivering to a sink. */
import type { Prng } from '../prng.ts';

export interface CallFaults {
  readonly latencyMaxMs: number;
  readonly failChance: number;
  /** Share of the failures in which the call had its effect all the same, and only the answer was lost. */
  readonly unknownShare: number;
}

export const CALM_CALLS: CallFaults = { latencyMaxMs: 0, failChance: 0, unknownShare: 0 };

export function drawCallFaults(prng: Prng): CallFaults {
  return {
    latencyMaxMs: prng.integer(0, 50),
    failChance: prng.chance(0.5) ? prng.float() * 0.3 : 0,
    unknownShare: prng.float(),
  };
}
