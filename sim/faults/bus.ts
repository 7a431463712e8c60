/** What the way between the bus and the process may do to messages, in both directions. Nothing is lost for good. */
import type { Prng } from '../prng.ts';
import { CALM_CALLS, type CallFaults, drawCallFaults } from './calls.ts';

export interface BusFaults {
  /** Chance that a delivery is late, by up to `delayMaxMs`: later ones of other keys overtake it. */
  readonly delayChance: number;
  readonly delayMaxMs: number;
  /** Chance that a delivery comes twice. */
  readonly duplicateChance: number;
  /** Chance that a settlement is lost; the message comes again after `ackWaitMs`. */
  readonly lostAckChance: number;
  readonly ackWaitMs: number;
  /** How often the connection is lost, for up to `outageMaxMs`. */
  readonly disconnects: number;
  readonly outageMaxMs: number;
  /** Publishing outcomes and dead letters. */
  readonly publish: CallFaults;
}

export const CALM_BUS: BusFaults = {
  delayChance: 0,
  delayMaxMs: 0,
  duplicateChance: 0,
  lostAckChance: 0,
  ackWaitMs: 0,
  disconnects: 0,
  outageMaxMs: 0,
  publish: CALM_CALLS,
};

export function drawBusFaults(prng: Prng): BusFaults {
  return {
    delayChance: prng.chance(0.7) ? prng.float() : 0,
    delayMaxMs: prng.integer(1, 200),
    duplicateChance: prng.chance(0.5) ? prng.float() * 0.3 : 0,
    lostAckChance: prng.chance(0.5) ? prng.float() * 0.3 : 0,
    ackWaitMs: prng.integer(20, 2000),
    disconnects: prng.chance(0.5) ? prng.integer(1, 5) : 0,
    outageMaxMs: prng.integer(1, 3000),
    publish: drawCallFaults(prng),
  };
}
