/**
 * What the actors need from the world, besides the message ports of `streams`. Every port has at least two
 * implementations: a real one in `connectors` and one under a seed in `sim`.
 */
import type { Decision } from '#engine/decision.js';
import type { FactSource, Publisher } from '#streams/ports.js';
import type { StoredOutcome } from './records.ts';

/** The only source of time. `setTimeout` drives XState too, so one clock rules machines, pipelines and timers. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
  /** Fractional milliseconds since an arbitrary start: for measuring durations, never for deciding. */
  stopwatch(): number;
}

/** Identities and jitter; seeded in simulation. */
export interface Entropy {
  /** Uniform in [0, 1). */
  random(): number;
}

/** Keys order by code unit; `keys.ts` builds them. */
export type StoreKey = string;

export interface Put {
  readonly table: Table;
  readonly key: StoreKey;
  readonly value: Uint8Array;
}

export interface Entry {
  readonly key: StoreKey;
  readonly value: Uint8Array;
}

export type Table =
  | 'journal'
  | 'memory'
  | 'checkpoint'
  | 'decision'
  | 'audit'
  | 'outbox'
  | 'timer'
  | 'lane'
  | 'seen'
  | 'position'
  | 'bundle'
  | 'override'
  | 'meta';

/** One atomic write, encoded before it is handed over. */
export interface Batch {
  /** The write happens only if this row holds exactly this value (`null`: does not exist). */
  readonly guard: { readonly table: Table; readonly key: StoreKey; readonly value: Uint8Array | null };
  readonly puts: readonly Put[];
  readonly removes: readonly { readonly table: Table; readonly key: StoreKey }[];
}

export interface Range {
  /** Inclusive. */
  readonly from: StoreKey;
  /** Exclusive. */
  readonly to: StoreKey;
  readonly limit: number;
  /** From the end of the range backwards. */
  readonly reverse?: boolean;
}

/**
 * The store of record. Reads see at least every batch whose commit has resolved, perhaps later ones that are not
 * durable yet. Batches are applied in the order of the calls; one that fails leaves nothing behind.
 */
export interface Store {
  /**
   * Resolves when the batch is flushed to disk. Rejects with `store/conflict` when the guard fails, which the caller
   * may know to be worth another try, and with `store/failed` otherwise.
   */
  commit(batch: Batch): Promise<void>;
  get(table: Table, key: StoreKey): Uint8Array | undefined;
  range(table: Table, range: Range): readonly Entry[];
  /** Flushes and closes; no other call follows. */
  close(): Promise<void>;
}

/** Performs the deliveries of one handler kind. */
export interface Sink {
  /** Resolves when the target has taken the outcome; rejects with a `Fault`. Calls for one target never overlap. */
  deliver(outcome: StoredOutcome): Promise<void>;
}

/** Counters and events for people; never read back by the system. */
export interface Telemetry {
  event(event: TelemetryEvent): void;
}

export type TelemetryEvent =
  /** A decision is durable; `durationMs` is the time the engine took, without the commit. */
  | {
      readonly type: 'decided';
      readonly arbiter: string;
      readonly durationMs: number;
      readonly decision: Decision;
    }
  | {
      readonly type: 'delivered';
      readonly arbiter: string;
      readonly outcome: string;
      readonly target: string;
    }
  | { readonly type: 'buried'; readonly arbiter: string; readonly code: string; readonly reason: string }
  | { readonly type: 'retrying'; readonly what: string; readonly attempt: number; readonly reason: string }
  | { readonly type: 'failed'; readonly what: string; readonly reason: string };

export interface Ports {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly store: Store;
  readonly source: FactSource;
  readonly publisher: Publisher;
  /** By handler kind. */
  readonly sinks: ReadonlyMap<string, Sink>;
  readonly telemetry: Telemetry;
}
