/** What decided a condition, and what would have to be otherwise for it to hold. */
import type { CodeRange } from '#lang/bytecode/program.js';
import { evaluatePart, type Leaf, seenBy, traceCondition } from '../govern/leaves.ts';
import { type Parts, partsOf } from '../govern/parts.ts';
import { trapMessage } from '../traps.ts';
import type { Machine } from '../vm/machine.ts';
import { type Assignment, change, support } from './smallest.ts';

export interface Condition {
  readonly code: CodeRange;
  readonly locals: number;
}

/** A leaf that decided, or would have to be otherwise. */
export interface DecidingLeaf extends Leaf {
  /** Why it could not be evaluated. */
  readonly failure: string | null;
}

export interface Answer {
  /** `null`: a trap ended it. */
  readonly held: boolean | null;
  /** Of a condition that holds those that suffice for it; else those that keep it from holding. */
  readonly leaves: readonly DecidingLeaf[];
  /** A trap in the lets, which no leaf can help. */
  readonly failure: string | null;
}

export function askCondition(machine: Machine, condition: Condition): Answer {
  const parts = partsOf(machine.program, condition.code);
  machine.begin(condition.locals);
  const traced = traceCondition(machine, condition.code);
  const held = machine.faultAt < 0 ? traced.held : null;
  machine.forgiveFault();
  const whole = new WholeCondition(machine, condition, parts);
  const chosen =
    held === true
      ? support(
          parts.root,
          true,
          traced.leaves.map(({ result }) => result),
        )
      : whole.smallestChange();
  const leaves = (chosen ?? []).flatMap(({ index }) => whole.leaves[index] ?? []);
  return { held, leaves, failure: whole.failure };
}

/** A condition all of whose leaves are evaluated, also those that the rest makes unnecessary. */
class WholeCondition {
  readonly leaves: readonly DecidingLeaf[];
  failure: string | null = null;
  readonly #machine: Machine;
  readonly #condition: Condition;
  readonly #parts: Parts;

  constructor(machine: Machine, condition: Condition, parts: Parts) {
    this.#machine = machine;
    this.#condition = condition;
    this.#parts = parts;
    this.#begin();
    this.failure = takeFailure(machine);
    this.leaves = parts.leaves.map((part) => {
      const value = machine.evaluate(part.start, part.end) === true;
      const failure = takeFailure(machine);
      const result = failure === null ? value : null;
      return { check: part.text, result, seen: seenBy(part, machine), span: part.span, failure };
    });
  }

  /**
   * Leaves that, made to be otherwise, make the condition hold. A leaf may bind a name that a later one reads, or fail, so each
   * choice is tried as the engine would run it, and widened by what that shows.
   */
  smallestChange(): readonly Assignment[] {
    const { root, leaves } = this.#parts;
    const results = this.leaves.map(({ result }) => result);
    const forced = new Map<number, boolean>();
    for (let round = 0; round <= leaves.length; round++) {
      const added = change(root, true, results) ?? [];
      for (const { index, value } of added) forced.set(index, value);
      if (this.#holdsWith(forced, results)) return assignments(forced);
    }
    return change(root, true, []) ?? [];
  }

  /** Fills in what the leaves that are reached come to. */
  #holdsWith(forced: ReadonlyMap<number, boolean>, results: (boolean | null)[]): boolean {
    const machine = this.#machine;
    this.#begin();
    const held = evaluatePart(this.#parts.root, ({ index, start, end }) => {
      const result = forced.get(index) ?? machine.evaluate(start, end) === true;
      results[index] = machine.faultAt < 0 ? result : null;
      return result;
    });
    const failed = machine.faultAt >= 0;
    machine.forgiveFault();
    return held && !failed;
  }

  #begin(): void {
    const { start } = this.#parts;
    this.#machine.begin(this.#condition.locals);
    this.#machine.execute(this.#condition.code.start, start);
  }
}

/** What went wrong, if anything did; the machine starts afresh. */
export function takeFailure(machine: Machine): string | null {
  if (machine.faultAt < 0) return null;
  const { code, values } = machine.fault;
  machine.forgiveFault();
  return trapMessage(code, values);
}

function assignments(forced: ReadonlyMap<number, boolean>): readonly Assignment[] {
  return [...forced].map(([index, value]) => ({ index, value })).toSorted((a, b) => a.index - b.index);
}
