/**
 * Everything that may differ between two simulations of one program, in one plain object that follows from the seed alone. Each
 * fault is left out of some seeds altogether, because a system behaves differently where only some of them are on.
 */
import { SYSTEM_LIMITS } from '#actors';
import { type BusFaults, drawBusFaults } from './faults/bus.ts';
import { drawLifeFaults, type LifeFaults } from './faults/lives.ts';
import { drawSinkFaults, type SinkFaults } from './faults/sinks.ts';
import { drawStoreFaults, type StoreFaults } from './faults/store.ts';
import { Prng } from './prng.ts';
import { drawWorkload, type WorkloadOptions } from './workload/options.ts';

/** Small bounds make the paths common that production takes seldom. */
export interface DrawnLimits {
  readonly inFlightMax: number;
  readonly sessionsMax: number;
  readonly checkpointEvery: number;
  readonly deliveryBatchMax: number;
  readonly deliveryAttemptsMax: number;
  readonly retryMaxMs: number;
}

export interface SimOptions {
  readonly seed: number;
  readonly workload: WorkloadOptions;
  readonly limits: DrawnLimits;
  readonly bus: BusFaults;
  readonly store: StoreFaults;
  readonly sinks: SinkFaults;
  readonly lives: LifeFaults;
}

export type SimOverrides = {
  readonly [Group in Exclude<keyof SimOptions, 'seed'>]?: Partial<SimOptions[Group]>;
};

export function drawOptions(seed: number, overrides: SimOverrides = {}): SimOptions {
  const prng = new Prng(seed).fork('options');
  const workload = { ...drawWorkload(prng.fork('workload')), ...overrides.workload };
  return {
    seed,
    workload,
    limits: { ...drawLimits(prng.fork('limits')), ...overrides.limits },
    bus: { ...drawBusFaults(prng.fork('bus')), ...overrides.bus },
    store: { ...drawStoreFaults(prng.fork('store')), ...overrides.store },
    sinks: { ...drawSinkFaults(prng.fork('sinks')), ...overrides.sinks },
    lives: { ...drawLifeFaults(prng.fork('lives'), workload.facts), ...overrides.lives },
  };
}

function drawLimits(prng: Prng): DrawnLimits {
  const { stream, sessionsMax, checkpointEvery, deliveryBatchMax } = SYSTEM_LIMITS;
  const few = (production: number, max: number): number =>
    prng.chance(0.5) ? production : prng.integer(1, max);
  return {
    inFlightMax: few(stream.inFlightMax, 64),
    sessionsMax: few(sessionsMax, 8),
    checkpointEvery: few(checkpointEvery, 16),
    deliveryBatchMax: few(deliveryBatchMax, 8),
    deliveryAttemptsMax: prng.integer(3, 20),
    retryMaxMs: prng.integer(200, 5000),
  };
}
