/**
 * The gates that stand before a condition, in their one order: kill switch, prerequisites, segment. Rules and
 * expert rules pass through the same ones.
 */
import type { CompiledSegment, Program } from '#lang/bytecode/program.js';
import type { Machine } from '../vm/machine.ts';
import { excerpt } from './excerpt.ts';
import type { Arbitrace } from './trace.ts';

interface Gated {
  readonly killSwitch: boolean;
  readonly requires: readonly string[];
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
    const result = machine.run(segment.code) === true && machine.outOfFuelAt < 0;
    this.#results.set(name, result);
    return result;
  }
}

/** `isMet` answers for a prerequisite by name. Stops at the first gate that blocks. */
export function passesGates(
  rule: Gated,
  trace: Arbitrace,
  world: { readonly machine: Machine; readonly segments: SegmentCache; isMet(name: string): boolean },
): boolean {
  if (rule.killSwitch) {
    const detail = 'outcome is kill-switched';
    return trace.record({
      check: 'kill_switch',
      phase: 'governance',
      kind: 'kill_switch',
      disposition: 'blocked',
      detail,
    });
  }
  for (const name of rule.requires) {
    const met = world.isMet(name);
    const passed = trace.record({
      check: `requires ${name}`,
      phase: 'governance',
      kind: 'requires',
      target: name,
      disposition: met ? 'passed' : 'blocked',
      detail: `${name} -> ${met}`,
    });
    if (!passed) return false;
  }
  return rule.when.segment === null || world.segments.passes(rule.when.segment, world.machine, trace);
}
