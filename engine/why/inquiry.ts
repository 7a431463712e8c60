/**
 * Asks every gate of one rule, arm or flag rule, whatever the others say, where a decision stops at the first that blocks. The
 * gates are those of the decision itself, so explanations cannot tell another story.
 */
import type { CompiledAction, CompiledCondition } from '#lang/bytecode/program.js';
import type { Request } from '../decide/request.ts';
import { passesKillSwitch, passesWindow } from '../govern/gates.ts';
import type { Effective } from '../govern/overrides.ts';
import { type About, Arbitrace } from '../govern/trace.ts';
import { evaluateParams, holds } from '../decide/unit.ts';
import { askCondition, type DecidingLeaf, takeFailure } from './ask-condition.ts';
import type { Reason } from './explanation.ts';

/** What was asked, and whether it let pass: a leaf that is false may be what a `not` wants. */
export interface Found {
  readonly reason: Reason;
  readonly passed: boolean;
}

/** All of what it took, or all that stood in the way. */
export function deciding(found: readonly Found[], fired: boolean): readonly Reason[] {
  return found.filter(({ passed }) => passed === fired).map(({ reason }) => reason);
}

/** What can fire, without what it is called. */
export interface Candidate {
  readonly about: About;
  readonly gated: Effective;
  readonly when: CompiledCondition;
  /** Of a rollout without a namespace of its own. */
  readonly scope: string;
  /** What it leads to, if that is evaluated. */
  readonly then?: CompiledAction;
}

export class Inquiry {
  readonly request: Request;

  constructor(request: Request) {
    this.request = request;
  }

  /** All that gates and condition say, in their one order; `between` are the gates behind the window. */
  ask(candidate: Candidate, between: readonly Found[] = []): readonly Found[] {
    const { about, gated, when, scope, then } = candidate;
    return [
      ...this.prelude(gated, about),
      ...between,
      ...(when.segment === null ? [] : this.#segment(when.segment, about)),
      ...this.#condition(when, about),
      ...this.gate(about, (trace) => this.request.passesRollout(gated, scope, trace)),
      ...(then === undefined ? [] : this.params(when, then, about)),
    ];
  }

  /** Both bounds of a window, also when the first is not reached. */
  prelude({ governance, overridden }: Effective, about: About): readonly Found[] {
    const { machine } = this.request;
    const from = { ...governance, activeUntil: null };
    const until = { ...governance, activeFrom: null };
    return [
      ...this.gate(about, (trace) => passesKillSwitch(governance, trace, overridden.killSwitch)),
      ...this.gate(about, (trace) => passesWindow(from, trace, machine)),
      ...this.gate(about, (trace) => passesWindow(until, trace, machine)),
    ];
  }

  /** What a gate puts on record. */
  gate(about: About, ask: (trace: Arbitrace) => unknown): readonly Found[] {
    const trace = new Arbitrace(about);
    ask(trace);
    return trace.steps.map(({ kind, check, target, result, detail, span }) => {
      const named = target === undefined ? { kind, check } : { kind, check, target };
      return { reason: { ...named, result, detail, span }, passed: result };
    });
  }

  /** Only a trap is worth telling. */
  params(when: CompiledCondition, then: CompiledAction, { span }: About): readonly Found[] {
    const { machine } = this.request;
    holds(machine, when);
    machine.forgiveFault();
    evaluateParams(machine, then);
    const detail = takeFailure(machine);
    if (detail === null) return [];
    return [{ reason: { kind: 'trap', check: 'params', result: null, detail, span }, passed: false }];
  }

  #segment(name: string, about: About): readonly Found[] {
    const segment = this.request.segments.find(name);
    const steps = this.gate(about, (trace) => this.request.passesSegment(name, trace));
    const because = segment === undefined ? [] : this.#condition(segment, about).map(({ reason }) => reason);
    return steps
      .filter(({ reason }) => reason.kind === 'segment')
      .map(({ reason, passed }) => ({ reason: { ...reason, because }, passed }));
  }

  /** The leaves that decided. A trap outside of them is a reason of its own. */
  #condition(
    { code, locals }: Pick<CompiledCondition, 'code' | 'locals'>,
    { span }: About,
  ): readonly Found[] {
    if (code === null) return [];
    const { held, leaves, failure } = askCondition(this.request.machine, { code, locals });
    const passed = held === true;
    const trap: Reason = { kind: 'trap', check: 'let', result: null, detail: failure ?? '', span };
    const found = leaves.map((leaf) => ({ reason: reasonOf(leaf), passed }));
    return failure === null ? found : [{ reason: trap, passed }, ...found];
  }
}

function reasonOf({ check, result, seen, span, failure }: DecidingLeaf): Reason {
  const detail = `${check} -> ${failure ?? String(result)}`;
  return { kind: 'leaf', check, result, detail, seen, span };
}
