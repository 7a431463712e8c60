/** What explanations say, as plain data. */
import type { Leaf } from '../govern/leaves.ts';
import type { ArbitraceStep, GateKind } from '../govern/trace.ts';

export type Target =
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'arm'; readonly strategy: string; readonly arm: string }
  /** `index` from 0, in the order of the source. */
  | { readonly kind: 'flag-rule'; readonly flag: string; readonly index: number };

export interface Reason {
  /** A gate; `leaf`: a part of a condition; `order`: another arm or flag rule that comes first. */
  readonly kind: GateKind | 'leaf' | 'order';
  /** As in the arbitrace; a leaf as it stands in the source. */
  readonly check: string;
  /** What it refers to by name. */
  readonly target?: string;
  /** Whether it let pass, or held; `null`: a trap. */
  readonly result: boolean | null;
  readonly detail: string;
  /** Of a leaf: the values that it saw. */
  readonly seen?: Leaf['seen'];
  readonly span: ArbitraceStep['span'];
  /** Of a segment and of another rule: what decided there. */
  readonly because?: readonly Reason[];
}

export interface Explanation {
  readonly target: Target;
  /** The rule matched, the arm was selected, the flag was decided by this rule. */
  readonly fired: boolean;
  /** The rule led to its `otherwise`. */
  readonly fallback: boolean;
  /** What it took, if it fired; else the smallest set of what has to be otherwise for it to fire. */
  readonly because: readonly Reason[];
}
