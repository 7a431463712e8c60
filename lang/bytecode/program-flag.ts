/** Compiled flags. */
import type {
  CodeRange,
  CompiledGovernance,
  CompiledParam,
  CompiledSpan,
  KillSwitchState,
} from './program-clause.ts';

export interface CompiledMetadata {
  readonly name: string;
  readonly value: string;
}

export interface CompiledVariant {
  readonly name: string;
  readonly params: readonly CompiledParam[];
}

export interface CompiledWeight {
  readonly variant: string;
  /** Hundredths of a percent; all of a split are 10,000. */
  readonly weight: number;
}

export type Serving =
  | { readonly kind: 'variant'; readonly variant: string }
  | {
      readonly kind: 'split';
      readonly subject: string;
      readonly namespace: string | null;
      readonly weights: readonly CompiledWeight[];
    };

export interface CompiledFlagRule {
  readonly governance: CompiledGovernance;
  readonly segment: string | null;
  readonly condition: CodeRange | null;
  readonly serves: Serving;
  readonly span: CompiledSpan;
}

export interface CompiledFlag {
  readonly name: string;
  readonly type: 'boolean' | 'multivariate';
  /** Name of the variant when nothing else applies. */
  readonly default: string;
  readonly killSwitch: KillSwitchState;
  readonly requires: readonly string[];
  readonly metadata: readonly CompiledMetadata[];
  /** Values that every variant inherits. */
  readonly defaults: readonly CompiledParam[];
  readonly variants: readonly CompiledVariant[];
  readonly rules: readonly CompiledFlagRule[];
  /** Of all code of the flag. */
  readonly locals: number;
  readonly span: CompiledSpan;
}
