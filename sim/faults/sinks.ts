/** What the targets of handlers may do: take their time, fail, fail after having taken the outcome, or be dead for long. */
import type { Prng } from '../prng.ts';
import { CALM_CALLS, type CallFaults, drawCallFaults } from './calls.ts';

export interface SinkFaults {
  readonly calls: CallFaults;
  /** Chance for each target to refuse everything while faults are on. */
  readonly deadTargetChance: number;
}

export const CALM_SINKS: SinkFaults = { calls: CALM_CALLS, deadTargetChance: 0 };

export function drawSinkFaults(prng: Prng): SinkFaults {
  return { calls: drawCallFaults(prng), deadTargetChance: prng.chance(0.3) ? 0.3 : 0 };
}
