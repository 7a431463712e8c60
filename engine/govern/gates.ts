/**
 * The gates that stand before a condition, in their one order: kill switch, active window, prerequisites, exclusions,
 * segment. Rules and expert rules pass through the same ones; a rollout stands behind the condition.
 */
import type { CompiledGovernance, CompiledSegment, Program } from '#lang/bytecode/program.js';
import { formatInstant } from '#lang/instant.js';
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
  readonly #results = new Map<string, boolean>();

  constructor(program: Program) {
    this.#program = program;
    this.#segments = new Map(program.segments.map((segment) => [segment.name, segment]));
  }

  /** Forgets everything: call when facts, clock or context may have changed. */
  clear(): void {
    this.#results.clear();
  }

  passes(name: string, machine: Machine, trace: Arbitrace): boolean {
    const cached = this.#results.get(name);
    const result = cached ?? this.#evaluate(name, machine);
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
  #evaluate(name: string, machine: Machine): boolean {
    const segment = this.#segments.get(name);
    if (segment === undefined) return false;
    machine.begin(segment.locals);
    const result = machine.run(segment.code) === true && machine.faultAt < 0;
    if (machine.fault.code !== 'vm/out-of-fuel') machine.forgiveFault();
    this.#results.set(name, result);
    return result;
  }
}

/** What gates are decided against. */
export interface World {
  readonly machine: Machine;
  readonly segments: SegmentCache;
  /** Whether a rule that ran before has matched. */
  isMet(name: string): boolean;
}

/** Stops at the first gate that blocks. */
export function passesGates({ governance, when }: Gated, trace: Arbitrace, world: World): boolean {
  return (
    passesKillSwitch(governance, trace) &&
    passesWindow(governance, trace, world) &&
    governance.requires.every((name) => passesRequirement(name, trace, world)) &&
    governance.excludes.every((name) => passesExclusion(name, trace, world)) &&
    (when.segment === null || world.segments.passes(when.segment, world.machine, trace))
  );
}

function passesKillSwitch({ killSwitch }: CompiledGovernance, trace: Arbitrace): boolean {
  if (killSwitch !== 'on') return true;
  return trace.record({
    check: 'kill_switch',
    phase: 'governance',
    kind: 'kill_switch',
    disposition: 'blocked',
    detail: 'outcome is kill-switched',
  });
}

/** From inclusive, until exclusive. */
function passesWindow(
  { activeFrom, activeUntil }: CompiledGovernance,
  trace: Arbitrace,
  { machine }: World,
): boolean {
  const { nowSeconds } = machine.view;
  const bounds = [
    { kind: 'active_from', at: activeFrom, isOpen: activeFrom === null || nowSeconds >= activeFrom },
    { kind: 'active_until', at: activeUntil, isOpen: activeUntil === null || nowSeconds < activeUntil },
  ] as const;
  return bounds.every(({ kind, at, isOpen }) => {
    if (at === null) return true;
    return trace.record({
      check: `${kind} ${formatInstant(at)}`,
      phase: 'governance',
      kind,
      disposition: isOpen ? 'passed' : 'blocked',
      detail: `now=${formatInstant(nowSeconds)} -> ${isOpen}`,
    });
  });
}

function passesRequirement(name: string, trace: Arbitrace, world: World): boolean {
  const met = world.isMet(name);
  return trace.record({
    check: `requires ${name}`,
    phase: 'governance',
    kind: 'requires',
    target: name,
    disposition: met ? 'passed' : 'blocked',
    detail: `${name} -> ${met}`,
  });
}

function passesExclusion(name: string, trace: Arbitrace, world: World): boolean {
  const met = world.isMet(name);
  return trace.record({
    check: `excludes ${name}`,
    phase: 'governance',
    kind: 'excludes',
    target: name,
    disposition: met ? 'blocked' : 'passed',
    detail: `${name} matched=${met}`,
  });
}
