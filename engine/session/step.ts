/** Steps: what deciding one command gave. Returned, never performed; the runtime commits and delivers it. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { ArbitraceStep } from '../govern/trace.ts';
import type { MemoryChange } from '../memory/working-memory.ts';
import type { Trap } from '../traps.ts';
import type { ValueRecord } from '../value.ts';

export type StopReason = 'quiescent' | 'max_rounds' | 'max_mutations';

/** One firing: a match that is new, or says something else than before (decision 0013). */
export interface Activation {
  /** Session-wide. */
  readonly round: number;
  readonly rule: string;
  readonly kind: CompiledExpertRule['effect'];
  readonly target: string;
  /** Of the fact that it is about; empty for `emit`. */
  readonly key: string;
  /** The fields of a fact, `key` and `set` of a `modify`, `key` of a `retract`. */
  readonly params: ValueRecord;
  /** Whether memory or the supported outcomes changed by it. */
  readonly changed: boolean;
  /** What let it fire; only where it changed something. */
  readonly arbitrace: readonly ArbitraceStep[];
}

export interface Outcome {
  readonly rule: string;
  readonly name: string;
  readonly params: ValueRecord;
}

export interface Step {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly stop: StopReason;
  /** Rounds and mutations of this run. */
  readonly rounds: number;
  readonly mutations: number;
  readonly activations: readonly Activation[];
  readonly outcomes: readonly Outcome[];
  readonly changes: readonly MemoryChange[];
  readonly traps: readonly Trap[];
  /** When the session must be woken although nothing arrives; `null` for never. Always later than `now`. */
  readonly nextDue: number | null;
}
