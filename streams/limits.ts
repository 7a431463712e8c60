/** Bounds of the pipelines: what is in memory at once and what is accepted from outside. */
export interface StreamLimits {
  /** Deliveries of one arbiter that are not settled yet. */
  readonly inFlightMax: number;
  readonly bodyBytesMax: number;
  readonly keyBytesMax: number;
  /** How far an event time may lie ahead of its delivery. */
  readonly futureMaxMs: number;
}

export const STREAM_LIMITS: StreamLimits = {
  inFlightMax: 256,
  bodyBytesMax: 1_048_576,
  keyBytesMax: 256,
  futureMaxMs: 86_400_000,
};
