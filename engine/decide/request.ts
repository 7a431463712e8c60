/**
 * One evaluation of one context: what has been found out so far about segments, rules and flags, so that nothing is evaluated
 * twice, and the settings that hold for all of it.
 */
import type { CodeRange, CompiledAction, CompiledCondition, Program } from '#lang/bytecode/program.js';
import { outcomeText } from '../govern/excerpt.ts';
import { passesKillSwitch, passesWindow } from '../govern/gates.ts';
import { type Traced, traceCondition } from '../govern/leaves.ts';
import type { Effective, Overrides } from '../govern/overrides.ts';
import { passesRollout } from '../govern/rollout.ts';
import { SegmentCache } from '../govern/segment-cache.ts';
import type { About, TraceLevel } from '../govern/trace.ts';
import { Arbitrace, type ArbitraceStep } from '../govern/trace.ts';
import { ENGINE_LIMITS, type EngineLimits } from '../limits.ts';
import { prepare } from '../prepared.ts';
import { type Trap, trapMessage, trapOf } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { evaluateParams, holds } from './unit.ts';
import { ContextView, type ViewOptions } from './view.ts';

export interface DecideOptions extends ViewOptions {
  readonly limits?: EngineLimits;
  /** The name under which the bundle was published: the namespace of rollouts that have none of their own. */
  readonly bundleName?: string;
  readonly overrides?: Overrides;
  /** Default `full`. */
  readonly trace?: TraceLevel;
}

const DEFAULT_BUNDLE = 'arbiter';

/** For what is not traced. */
export const SILENT = new Arbitrace({ scope: 'rule', subject: '', span: { start: 0, end: 0 } }, 'off');

export class Request {
  readonly program: Program;
  readonly machine: Machine;
  readonly segments: SegmentCache;
  readonly overrides: Overrides;
  readonly errors: Trap[] = [];
  readonly #bundle: string;
  readonly #level: TraceLevel;

  constructor(program: Program, context: ValueRecord, options: DecideOptions) {
    const { machine, segments } = prepare(program);
    const { fuelMax } = options.limits ?? ENGINE_LIMITS;
    machine.provide(new ContextView(context, options), fuelMax);
    this.program = program;
    this.machine = machine;
    this.segments = new SegmentCache(program, segments, { showsLeaves: true });
    this.overrides = options.overrides ?? {};
    this.#bundle = options.bundleName ?? DEFAULT_BUNDLE;
    this.#level = options.trace ?? 'full';
  }

  /** Steps go behind those that are there. */
  trace(about: About, steps: ArbitraceStep[] = []): Arbitrace {
    return new Arbitrace(about, this.#level, steps);
  }

  /** Kill switch and window: what stands before everything else. */
  passesPrelude({ governance, overridden }: Effective, trace: Arbitrace): boolean {
    return (
      passesKillSwitch(governance, trace, overridden.killSwitch) &&
      passesWindow(governance, trace, this.machine)
    );
  }

  passesSegment(segment: string | null, trace: Arbitrace): boolean {
    return segment === null || this.segments.passes(segment, this.machine, trace);
  }

  /** Runs the condition; `null` when it failed, which the caller reports as its own. */
  holds(when: CompiledCondition, trace: Arbitrace, check = 'condition'): boolean | null {
    if (trace.isOff || when.code === null) {
      const held = holds(this.machine, when);
      return this.machine.faultAt >= 0 ? null : held;
    }
    this.machine.begin(when.locals);
    const traced = traceCondition(this.machine, when.code);
    if (this.machine.faultAt >= 0) return null;
    this.#recordCondition(when.code, check, traced, trace);
    return traced.held;
  }

  /** `scope` names the place for rollouts without a namespace of their own. */
  passesRollout({ governance, overridden }: Effective, scope: string, trace: Arbitrace): boolean {
    const { rollout } = governance;
    if (rollout === null) return true;
    const { context } = this.machine.view;
    const source = overridden.rollout ? 'override' : undefined;
    return passesRollout(rollout, { context, bundle: this.#bundle, scope, source }, trace);
  }

  get bundle(): string {
    return this.#bundle;
  }

  /** `null` when a param failed. */
  params(action: CompiledAction): ValueRecord | null {
    const params = evaluateParams(this.machine, action);
    return this.machine.faultAt >= 0 ? null : params;
  }

  /** Puts the fault of a rule or arm that has just run on record, as an error of the decision. */
  reportFault(owner: { readonly name: string; readonly span: Trap['span'] }, trace: Arbitrace): void {
    this.recordFault(trace);
    this.errors.push(trapOf(this.machine.fault, owner));
  }

  /** Puts the fault of the unit that has just run into the trace only, and starts afresh: in a flag it is false. */
  recordFault(trace: Arbitrace): void {
    const { code, values } = this.machine.fault;
    const detail = trapMessage(code, values);
    this.machine.forgiveFault();
    trace.record({ check: code, phase: 'match', kind: 'trap', disposition: 'blocked', detail });
  }

  #recordCondition(code: CodeRange, check: string, { held, leaves }: Traced, trace: Arbitrace): void {
    const detail = outcomeText(this.program, code, held) + this.#notes();
    const disposition = held ? 'passed' : 'blocked';
    trace.record({ check, phase: 'match', kind: 'condition', disposition, detail, leaves });
  }

  #notes(): string {
    const { zeroDivisions, badPatterns, missingSecrets } = this.machine;
    if (zeroDivisions + badPatterns + missingSecrets === 0) return '';
    const notes = [
      ...(zeroDivisions === 0 ? [] : [`${zeroDivisions} divisions by zero gave null`]),
      ...(badPatterns === 0 ? [] : [`${badPatterns} patterns were none`]),
      ...(missingSecrets === 0 ? [] : [`${missingSecrets} secrets were not resolved`]),
    ];
    return ` (${notes.join('; ')})`;
  }
}
