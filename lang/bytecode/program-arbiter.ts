/** Compiled arbiters and workers. */
import type { CodeRange } from './program-clause.ts';

export interface CompiledStream {
  /** Fact type, by its name in the program. */
  readonly factType: string;
  readonly by: string | null;
  readonly at: string | null;
}

/** How long facts of one type stay: 0 is no limit. */
export interface CompiledRetention {
  readonly factType: string;
  readonly forMs: number;
  readonly last: number;
}

export interface CompiledSchedule {
  readonly cron: string;
  /** Empty for none. */
  readonly source: string;
}

export interface CompiledHandler {
  /** Outcome name, or `*`. */
  readonly outcome: string;
  readonly where: CodeRange | null;
  readonly locals: number;
  readonly kind: string;
  /** Empty when the kind takes none. */
  readonly target: string;
  /** How often a failed delivery is tried again; −1 leaves it to the runtime. */
  readonly retry: number;
  /** Before the first retry; 0 leaves it to the runtime. */
  readonly backoffMs: number;
}

export interface CompiledArbiter {
  readonly name: string;
  readonly streams: readonly CompiledStream[];
  /** Streams that are no facts of the program: targets as written. */
  readonly externalStreams: readonly string[];
  readonly retention: readonly CompiledRetention[];
  /** Sources that are no facts of the program: targets as written, `chain://` and `worker://` with program names. */
  readonly sources: readonly string[];
  /** 0 when the arbiter does not poll. */
  readonly pollMs: number;
  readonly schedules: readonly CompiledSchedule[];
  /** Name of the checkpoint, empty when the arbiter keeps none. */
  readonly checkpoint: string;
  /** Names of the expert rules it runs; `null` for all. */
  readonly rules: readonly string[] | null;
  readonly durability: 'synced' | 'acked' | 'best-effort';
  readonly handlers: readonly CompiledHandler[];
}

export interface CompiledWorker {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly transport: string;
  readonly target: string;
}
