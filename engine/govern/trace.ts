/**
 * Arbitrace: the record of every gate that ran on the way to a decision, in one vocabulary for all constructs
 * (decision 25). Compare steps by `disposition`; `result` is the legacy boolean.
 */
import type { Leaf } from './leaves.ts';

export type Disposition = 'passed' | 'blocked' | 'deferred';
export type TraceScope = 'rule' | 'strategy' | 'flag' | 'expert';
export type GateKind =
  | 'kill_switch'
  | 'active_from'
  | 'active_until'
  | 'requires'
  | 'excludes'
  | 'segment'
  | 'condition'
  | 'rollout'
  | 'split'
  | 'fallback'
  | 'temporal'
  | 'trap';

/** How much is recorded: everything, what stopped or fired, nothing. */
export type TraceLevel = 'full' | 'blocked' | 'off';

export interface ArbitraceStep {
  readonly check: string;
  readonly phase: 'governance' | 'match' | 'effect';
  readonly scope: TraceScope;
  readonly subject: string;
  readonly kind: GateKind;
  readonly target?: string;
  readonly result: boolean;
  readonly disposition: Disposition;
  readonly detail: string;
  readonly span: { readonly start: number; readonly end: number };
  /** Of a condition: its parts, with what each has seen. */
  readonly leaves?: readonly Leaf[];
  /** Present where an override decided instead of the source. */
  readonly source?: 'override';
}

/** The parts of a step that a gate decides; the rest follows from what it is about. */
export interface Gate {
  readonly check: string;
  readonly phase: ArbitraceStep['phase'];
  readonly kind: GateKind;
  readonly target?: string;
  readonly disposition: Disposition;
  readonly detail: string;
  readonly leaves?: readonly Leaf[];
  readonly source?: 'override' | undefined;
}

export interface About {
  readonly scope: TraceScope;
  readonly subject: string;
  readonly span: { readonly start: number; readonly end: number };
  /** Stands before every check: `strategy:Route/Fast:`. */
  readonly prefix?: string;
}

export class Arbitrace {
  readonly steps: ArbitraceStep[];
  readonly #about: About;
  readonly #level: TraceLevel;

  constructor(about: About, level: TraceLevel = 'full', steps: ArbitraceStep[] = []) {
    this.steps = steps;
    this.#about = about;
    this.#level = level;
  }

  /** Whether details need to be put together at all. */
  get isOff(): boolean {
    return this.#level === 'off';
  }

  /** Records a gate and tells whether it lets pass. */
  record(gate: Gate): boolean {
    const result = gate.disposition === 'passed';
    const isKept =
      this.#level === 'full' || (this.#level === 'blocked' && (!result || gate.phase === 'effect'));
    if (isKept) this.steps.push(this.#step(gate, result));
    return result;
  }

  /** Members that are absent are not there: steps are compared and hashed as they are. */
  #step({ check: own, phase, kind, target, disposition, detail, leaves, source }: Gate, result: boolean) {
    const { scope, subject, span, prefix = '' } = this.#about;
    const check = prefix + own;
    const step: Growing =
      target === undefined
        ? { check, phase, scope, subject, kind, result, disposition, detail, span }
        : { check, phase, scope, subject, kind, target, result, disposition, detail, span };
    if (leaves !== undefined) step.leaves = leaves;
    if (source !== undefined) step.source = source;
    return step;
  }
}

type Optional = Pick<ArbitraceStep, 'leaves' | 'source'>;
type Growing = Omit<ArbitraceStep, keyof Optional> & { -readonly [Name in keyof Optional]: Optional[Name] };
