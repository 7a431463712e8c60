/**
 * The governed rules of a program in the order in which they are decided, with the way to those that may match. Rules that nothing
 * but their condition can start, and whose condition can neither fail nor store anything, are found through an index; all others
 * are visited one by one, as if there were no index.
 */
import type { CompiledRule } from '#lang/bytecode/program.js';
import type { Machine } from '../vm/machine.ts';
import type { ValueRecord } from '../value.ts';
import { RuleIndex } from './rule-index.ts';
import { constantParams } from './unit.ts';

/** Fewer rules are asked faster than found. */
const INDEX_MIN = 8;

export interface Candidates {
  /** Among the rules of the set, as many as `count`. */
  readonly positions: Int32Array;
  readonly count: number;
}

export class RuleSet {
  /** By priority, ties as in the source. */
  readonly rules: readonly CompiledRule[];
  readonly byName: ReadonlyMap<string, CompiledRule>;
  /** By position, the params of the action where they are constant. */
  readonly constantParams: readonly (ValueRecord | null)[];
  readonly #machine: Machine;
  #index: RuleIndex | null = null;
  /** Positions that the index does not have. */
  #others = new Int32Array(0);
  readonly #candidates: Int32Array;
  readonly #all: Candidates;

  constructor(rules: readonly CompiledRule[], machine: Machine) {
    this.rules = rules.toSorted((a, b) => a.priority - b.priority);
    this.byName = new Map(rules.map((rule) => [rule.name, rule]));
    this.constantParams = this.rules.map(({ then }) => constantParams(machine, then));
    this.#machine = machine;
    this.#candidates = new Int32Array(rules.length);
    this.#all = { positions: Int32Array.from(rules.keys()), count: rules.length };
  }

  /**
   * The rules that may match the context of the machine, in order; the rest do not, and would leave nothing behind. Valid until it
   * is called again.
   */
  candidates(): Candidates {
    if (this.rules.length < INDEX_MIN) return this.#all;
    const index = this.#ready();
    const others = this.#others;
    const found = index.ask();
    let count = 0;
    let other = 0;
    for (let at = 0; at < found; at++) {
      const position = index.found[at] ?? 0;
      for (; (others[other] ?? position) < position; other++) this.#candidates[count++] = others[other] ?? 0;
      this.#candidates[count++] = position;
    }
    for (; other < others.length; other++) this.#candidates[count++] = others[other] ?? 0;
    return { positions: this.#candidates, count };
  }

  /** Planned when it is first needed: traced decisions visit every rule. */
  #ready(): RuleIndex {
    if (this.#index !== null) return this.#index;
    const index = new RuleIndex(this.#machine);
    const others: number[] = [];
    for (const [position, rule] of this.rules.entries())
      if (!isPlain(rule) || !index.add(position, rule.when.code)) others.push(position);
    index.finish();
    this.#others = Int32Array.from(others);
    this.#index = index;
    return index;
  }
}

/** A rule that its condition alone can start: what else there is can only stop it. */
function isPlain({ when, otherwise, governance }: CompiledRule): boolean {
  const { requires, requiresFlags, excludes } = governance;
  const asked = requires.length + requiresFlags.length + excludes.length;
  return when.segment === null && otherwise === null && asked === 0;
}
