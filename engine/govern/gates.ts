/**
 * The gates that stand before a condition, in their one order: kill switch, active window, prerequisites, exclusions,
 * segment. Rules and expert rules pass through the same ones; a rollout stands behind the condition.
 */
import type { CompiledGovernance, CompiledSegment, Program } from '#lang/bytecode/program.js';
import { formatInstant } from '#lang/instant.js';
import { trapMessage } from '../traps.ts';
import type { Machine } from '../vm/machine.ts';
import { excerpt } from './excerpt.ts';
import type { Arbitrace } from './trace.ts';

interface Gated {
  readonly governance: CompiledGovernance;
  readonly when: { readonly segment: string | null };
}

/** Segment results of one evaluation pass: each is evaluated at most once. */
export class SegmentCache {
  readonly #segments: ReadonlyMap<string, CompiledSegment>;
  readonly #program: Program;
  /** Most requests ask for none. */
  #results: Map<string, boolean> | null = null;

  constructor(program: Program, segments: ReadonlyMap<string, CompiledSegment>) {
    this.#program = program;
    this.#segments = segments;
  }

  /** Forgets everything: call when facts, clock or context may have changed. */
  clear(): void {
    this.#results = null;
  }

  find(name: string): CompiledSegment | undefined {
    return this.#segments.get(name);
  }

  passes(name: string, machine: Machine, trace: Arbitrace): boolean {
    const cached = this.#results?.get(name);
    const result = cached ?? this.#evaluate(name, machine, trace);
    if (trace.isOff) return result;
    const segment = this.#segments.get(name);
    const text = cached === undefined && segment !== undefined ? excerpt(this.#program, segment.code) : name;
    return trace.record({
      check: `segment ${name}`,
      phase: 'match',
      kind: 'segment',
      target: name,
      disposition: result ? 'passed' : 'blocked',
      detail: `${text} -> ${result}${cached === undefined ? '' : ' (cached)'}`,
    });
  }

  /** A segment sees no locals of the rule that names it, so it runs as a unit of its own. */
  #evaluate(name: string, machine: Machine, trace: Arbitrace): boolean {
    const segment = this.#segments.get(name);
    if (segment === undefined) return false;
    machine.begin(segment.locals);
    const result = machine.conditions.holds(segment.code);
    if (machine.faultAt >= 0 && machine.fault.code !== 'vm/out-of-fuel')
      this.#recordFault(name, machine, trace);
    this.#results ??= new Map();
    this.#results.set(name, result);
    return result;
  }

  /** Of the segment, not of the rule that asks: the segment is false. */
  #recordFault(name: string, machine: Machine, trace: Arbitrace): void {
    const { code, values } = machine.fault;
    machine.forgiveFault();
    const detail = trapMessage(code, values);
    trace.record({
      check: `segment ${name}`,
      phase: 'match',
      kind: 'trap',
      target: name,
      disposition: 'blocked',
      detail,
    });
  }
}

/** What the gates of an expert rule are decided against. */
export interface World {
  readonly machine: Machine;
  readonly segments: SegmentCache;
  /** Whether a rule that ran before has matched. */
  isMet(name: string): boolean;
}

/** Stops at the first gate that blocks. */
export function passesGates({ governance, when }: Gated, trace: Arbitrace, world: World): boolean {
  const { machine, segments } = world;
  return (
    passesKillSwitch(governance, trace) &&
    passesWindow(governance, trace, machine) &&
    governance.requires.every((name) => passesRequirement(name, world.isMet(name), trace)) &&
    governance.excludes.every((name) => passesExclusion(name, world.isMet(name), trace)) &&
    (when.segment === null || segments.passes(when.segment, machine, trace))
  );
}

/** A switch that an override has turned off is on record, because the source may say otherwise. */
export function passesKillSwitch(
  { killSwitch }: Pick<CompiledGovernance, 'killSwitch'>,
  trace: Arbitrace,
  isOverridden = false,
): boolean {
  if (killSwitch !== 'on' && !isOverridden) return true;
  const isOn = killSwitch === 'on';
  return trace.record({
    check: 'kill_switch',
    phase: 'governance',
    kind: 'kill_switch',
    disposition: isOn ? 'blocked' : 'passed',
    detail: isOn ? 'outcome is kill-switched' : 'kill switch is off',
    source: isOverridden ? 'override' : undefined,
  });
}

/** From inclusive, until exclusive. */
export function passesWindow(
  { activeFrom, activeUntil }: CompiledGovernance,
  trace: Arbitrace,
  machine: Machine,
): boolean {
  if (activeFrom === null && activeUntil === null) return true;
  const now = machine.view.nowSeconds;
  return (
    passesBound(
      'active_from',
      { at: activeFrom, now, isOpen: activeFrom === null || now >= activeFrom },
      trace,
    ) &&
    passesBound(
      'active_until',
      { at: activeUntil, now, isOpen: activeUntil === null || now < activeUntil },
      trace,
    )
  );
}

interface Bound {
  readonly at: number | null;
  readonly now: number;
  readonly isOpen: boolean;
}

function passesBound(
  kind: 'active_from' | 'active_until',
  { at, now, isOpen }: Bound,
  trace: Arbitrace,
): boolean {
  if (at === null || trace.isOff) return isOpen;
  return trace.record({
    check: `${kind} ${formatInstant(at)}`,
    phase: 'governance',
    kind,
    disposition: isOpen ? 'passed' : 'blocked',
    detail: `now=${formatInstant(now)} -> ${isOpen}`,
  });
}

export function passesRequirement(name: string, met: boolean, trace: Arbitrace): boolean {
  if (trace.isOff) return met;
  return trace.record({
    check: `requires ${name}`,
    phase: 'governance',
    kind: 'requires',
    target: name,
    disposition: met ? 'passed' : 'blocked',
    detail: `${name} -> ${met}`,
  });
}

export function passesExclusion(name: string, met: boolean, trace: Arbitrace): boolean {
  if (trace.isOff) return !met;
  return trace.record({
    check: `excludes ${name}`,
    phase: 'governance',
    kind: 'excludes',
    target: name,
    disposition: met ? 'blocked' : 'passed',
    detail: `${name} matched=${met}`,
  });
}
