/** Every bound of a running system, in one typed parameter. */
import { ENGINE_LIMITS, type EngineLimits } from '#engine/limits.js';
import { STREAM_LIMITS, type StreamLimits } from '#streams/limits.js';

export interface SystemLimits {
  readonly engine: EngineLimits;
  readonly stream: StreamLimits;
  /** Sessions kept in memory; idle ones beyond it are passivated, least recently used first. */
  readonly sessionsMax: number;
  /** Commands of a lane between two checkpoints, where the arbiter keeps checkpoints. */
  readonly checkpointEvery: number;
  /** Message ids remembered per lane for recognising repetitions. */
  readonly seenMax: number;
  /** Outcomes taken from the outbox at once, per target. */
  readonly deliveryBatchMax: number;
  /** Attempts before an outcome becomes a dead letter. */
  readonly deliveryAttemptsMax: number;
  /** First and longest pause before trying again; doubled in between. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** Timers woken at once, per arbiter. */
  readonly wakesMax: number;
}

export const SYSTEM_LIMITS: SystemLimits = {
  engine: ENGINE_LIMITS,
  stream: STREAM_LIMITS,
  sessionsMax: 10_000,
  checkpointEvery: 256,
  seenMax: 1024,
  deliveryBatchMax: 64,
  deliveryAttemptsMax: 20,
  retryMinMs: 100,
  retryMaxMs: 30_000,
  wakesMax: 256,
};
