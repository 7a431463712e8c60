/**
 * The gates that stand before a condition, in their one order: kill switch, active window, prerequisites, exclusions,
 * segment. Rules and expert rules pass through the same ones; a rollout stands behind the condition.
 */
import type { CompiledGovernance, CompiledSegment, Program } from '#lang/bytecode/program.js';
import { formatInstant } from '#lang/instant.js';
import { trapMessage } from '../traps.ts';
import type { Machine } from '../vm/machine.ts';
import { outcomeText } from './excerpt.ts';
import { type Traced, traceCondition } from './leaves.ts';
import type { Arbitrace } from './trace.ts';

interface Gated {
  readonly governance: CompiledGovernance;
  readonly when: { readonly segment: string | null };
}

/** Without leaves where they are not asked for, and of what failed. */
type Evaluated = Pick<Traced, 'held'> & Partial<Traced>;

/** Segment results of one evaluation pass: each is evaluated at most once. */
export class SegmentCache {
  readonly #segments: ReadonlyMap<string, CompiledSegment>;
  readonly #program: Program;
  readonly #showsLeaves: boolean;
  /** Most requests ask for one at most. */
  #name: string | null = null;
  #held = false;
  #others: Map<string, boolean> | null = null;

  /** Sessions show no leaves: their traces are made in every round, and recorded with the decision. */
  constructor(
    program: Program,
    segments: ReadonlyMap<string, CompiledSegment>,
    { showsLeaves }: { readonly showsLeaves: boolean },
  ) {
    this.#program = program;
    this.#segments = segments;
    this.#showsLeaves = showsLeaves;
  }

  /** Forgets everything: call when facts, clock or context may have changed. */
  clear(): void {
    this.#name = null;
    this.#others = null;
  }

  find(name: string): CompiledSegment | undefined {
    return this.#segments.get(name);
  }

  passes(name: string, machine: Machine, trace: Arbitrace): boolean {
    const cached = name === this.#name ? this.#held : this.#others?.get(name);
    const found: Evaluated = cached === undefined ? this.#evaluate(name, machine, trace) : { held: cached };
    const { held, leaves } = found;
    if (trace.isOff) return held;
    const segment = this.#segments.get(name);
    const isAsked = cached === undefined && segment !== undefined;
    const detail = isAsked
      ? outcomeText(this.#program, segment.code, held)
      : `${name} -> ${held}${cached === undefined ? '' : ' (cached)'}`;
    return trace.record({
      check: `segment ${name}`,
      phase: 'match',
      kind: 'segment',
      target: name,
      disposition: held ? 'passed' : 'blocked',
      detail,
      leaves,
    });
  }

  /** A segment sees no locals of the rule that names it, so it runs as a unit of its own. */
  #evaluate(name: string, machine: Machine, trace: Arbitrace): Evaluated {
    const segment = this.#segments.get(name);
    if (segment === undefined) return { held: false };
    machine.begin(segment.locals);
    const isTraced = this.#showsLeaves && !trace.isOff;
    const evaluated = isTraced
      ? traceCondition(machine, segment.code)
      : { held: machine.conditions.holds(segment.code) };
    const isFaulty = machine.faultAt >= 0;
    if (isFaulty && machine.fault.code !== 'vm/out-of-fuel') this.#recordFault(name, machine, trace);
    const { held } = evaluated;
    this.#keep(name, held);
    return isFaulty ? { held } : evaluated;
  }

  #keep(name: string, held: boolean): void {
    if (this.#name === null) {
      this.#name = name;
      this.#held = held;
    } else {
      this.#others ??= new Map();
      this.#others.set(name, held);
    }
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
