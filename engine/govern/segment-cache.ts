/** Segments of one evaluation pass: each is evaluated at most once, as a unit of its own, and false where it fails. */
import type { CompiledSegment, Program } from '#lang/bytecode/program.js';
import { faultOf, type Trap } from '../traps.ts';
import type { Machine } from '../vm/machine.ts';
import { outcomeText } from './excerpt.ts';
import { type Traced, traceCondition } from './leaves.ts';
import type { Arbitrace } from './trace.ts';

/** Without leaves where they are not asked for, and of what failed. */
type Evaluated = Pick<Traced, 'held'> & Partial<Traced>;

export class SegmentCache {
  readonly #segments: ReadonlyMap<string, CompiledSegment>;
  readonly #program: Program;
  readonly #showsLeaves: boolean;
  /** Of segments that failed in a session, where each evaluation has its own fuel. */
  #faults: Map<string, Omit<Trap, 'rule'>> | null = null;
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
    this.#faults = null;
  }

  /** In a session: why a segment that was asked is false, `null` for one that did not fail. */
  faultOf(name: string): Omit<Trap, 'rule'> | null {
    return this.#faults?.get(name) ?? null;
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
    const isOwn = !this.#showsLeaves || machine.fault.code !== 'vm/out-of-fuel';
    if (isFaulty && isOwn) this.#recordFault(name, machine, trace);
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
    const { rule: _segment, ...fault } = faultOf(machine, name);
    machine.forgiveFault();
    if (!this.#showsLeaves) (this.#faults ??= new Map()).set(name, fault);
    const detail = fault.message;
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
