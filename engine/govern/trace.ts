/**
 * Arbitrace: the record of every gate that ran on the way to a decision, in one vocabulary for all constructs
 * (decision 25). Compare steps by `disposition`; `result` is the legacy boolean.
 */
export type Disposition = 'passed' | 'blocked' | 'deferred';
export type GateKind =
  | 'kill_switch'
  | 'active_from'
  | 'active_until'
  | 'requires'
  | 'excludes'
  | 'segment'
  | 'condition'
  | 'rollout'
  | 'fallback'
  | 'temporal'
  | 'trap';

export interface ArbitraceStep {
  readonly check: string;
  readonly phase: 'governance' | 'match' | 'effect';
  readonly scope: 'rule' | 'expert';
  readonly subject: string;
  readonly kind: GateKind;
  readonly target?: string;
  readonly result: boolean;
  readonly disposition: Disposition;
  readonly detail: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** The parts of a step that a gate decides; the rest follows from the rule it is about. */
export interface Gate {
  readonly check: string;
  readonly phase: ArbitraceStep['phase'];
  readonly kind: GateKind;
  readonly target?: string;
  readonly disposition: Disposition;
  readonly detail: string;
}

export class Arbitrace {
  readonly steps: ArbitraceStep[] = [];
  readonly #about: Pick<ArbitraceStep, 'scope' | 'subject' | 'span'>;

  constructor(about: Pick<ArbitraceStep, 'scope' | 'subject' | 'span'>) {
    this.#about = about;
  }

  /** Records a gate and tells whether it lets pass. */
  record(gate: Gate): boolean {
    const { scope, subject, span } = this.#about;
    const { check, phase, kind, target, disposition, detail } = gate;
    const result = disposition === 'passed';
    const targeted = target === undefined ? {} : { target };
    this.steps.push({ check, phase, scope, subject, kind, ...targeted, result, disposition, detail, span });
    return result;
  }
}
