/**
 * The governed rules of a program in the order in which they are decided, with the way to those that may match. Rules that nothing
 * but their condition can start, and whose condition can neither fail nor store anything, are found through an index; all others
 * are visited one by one, as if there were no index.
 */
import type { CompiledRule } from '#lang/bytecode/program.js';
import type { Machine } from '../vm/machine.ts';
import { RuleIndex } from './rule-index.ts';

/** `held`: the condition is known to hold, and need not be asked. False ends the visits. */
export type Visit = (rule: CompiledRule, held: boolean) => boolean;

export class RuleSet {
  /** By priority, ties as in the source. */
  readonly rules: readonly CompiledRule[];
  readonly byName: ReadonlyMap<string, CompiledRule>;
  readonly #machine: Machine;
  #index: RuleIndex | null = null;
  /** Positions that the index does not have. */
  readonly #others: number[] = [];

  constructor(rules: readonly CompiledRule[], machine: Machine) {
    this.rules = rules.toSorted((a, b) => a.priority - b.priority);
    this.byName = new Map(rules.map((rule) => [rule.name, rule]));
    this.#machine = machine;
  }

  /** In order, until one visit ends it, as the result tells. What is left out does not match, and would have left nothing behind. */
  visit(visit: Visit): boolean {
    const found = this.#ready().held();
    const others = this.#others;
    let other = 0;
    for (const position of found) {
      for (; (others[other] ?? position) < position; other++)
        if (!visit(this.#at(others[other]), false)) return false;
      if (!visit(this.#at(position), true)) return false;
    }
    for (; other < others.length; other++) if (!visit(this.#at(others[other]), false)) return false;
    return true;
  }

  #at(position: number | undefined): CompiledRule {
    const rule = this.rules[position ?? -1];
    if (rule === undefined) throw new RangeError('the index names a rule that is not there');
    return rule;
  }

  /** Planned when it is first needed: traced decisions visit every rule. */
  #ready(): RuleIndex {
    if (this.#index !== null) return this.#index;
    const index = new RuleIndex(this.#machine);
    for (const [position, rule] of this.rules.entries())
      if (!isPlain(rule) || !index.add(position, rule.when.code)) this.#others.push(position);
    index.finish();
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
