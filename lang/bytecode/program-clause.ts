/** What compiled declarations are made of. */

/** A run of code that ends in `Return`. */
export interface CodeRange {
  readonly start: number;
  readonly length: number;
}

/** Offsets into the source of the program. */
export interface CompiledSpan {
  readonly start: number;
  readonly end: number;
}

export interface CompiledParam {
  readonly name: string;
  readonly code: CodeRange;
}

export interface CompiledAction {
  readonly name: string;
  /** Stores the lets of the body; its result means nothing. */
  readonly lets: CodeRange | null;
  readonly params: readonly CompiledParam[];
}

/** A condition with its `let`s, and the locals it shares with the params evaluated after it. */
export interface CompiledCondition {
  readonly segment: string | null;
  /** `null` is unconditional. */
  readonly code: CodeRange | null;
  readonly locals: number;
}

export interface CompiledRollout {
  /** Hundredths of a percent, 0 to 10,000. */
  readonly basisPoints: number;
  /** Path of the subject. */
  readonly subject: string;
  /** `null` for the namespace that the declaration's place gives. */
  readonly namespace: string | null;
}

/** `off` is as good as `unset`, but said. */
export type KillSwitchState = 'unset' | 'on' | 'off';

export interface CompiledGovernance {
  readonly killSwitch: KillSwitchState;
  /** Unix seconds; from inclusive, until exclusive. */
  readonly activeFrom: number | null;
  readonly activeUntil: number | null;
  /** Of the same kind of rule. */
  readonly requires: readonly string[];
  readonly requiresFlags: readonly string[];
  readonly excludes: readonly string[];
  readonly rollout: CompiledRollout | null;
}
