/**
 * The governed rules of a program in the order in which they are decided, with the way to those that may match. Rules that nothing
 * but their condition can start, and whose condition can neither fail nor store anything, are found through an index; all others
 * are visited one by one, as if there were no index. Where sets are asked often, generated code answers what it can beforehand.
 */
import type { CompiledRule } from '#lang/bytecode/program.js';
import type { ValueRecord } from '../value.ts';
import { ANSWER, type Asked, isGenerable } from '../vm/generated.ts';
import type { Machine } from '../vm/machine.ts';
import type { Question } from '../vm/planner.ts';
import { Answers } from './answers.ts';
import { type ConstantMatch, whenFailed, whenHeld } from './constant-match.ts';
import { RuleIndex } from './rule-index.ts';

/** Fewer rules are asked faster than found. */
const INDEX_MIN = 8;
/** A set that is asked less often has all its answers before code for them would be there. */
const GENERATE_AFTER = 200;
/** Rules whose code is made at once. One function for ten thousand would never be compiled by V8. */
const CHUNK = 100;

export interface Candidates {
  /** Among the rules of the set, as many as `count`. */
  readonly positions: Int32Array;
  readonly count: number;
}

export class RuleSet {
  /** By priority, ties as in the source. */
  readonly rules: readonly CompiledRule[];
  readonly byName: ReadonlyMap<string, CompiledRule>;
  /** Whether finding candidates takes the context of the machine. */
  readonly isIndexed: boolean;
  /** By position. */
  readonly #whenHeld: readonly ConstantMatch[];
  readonly #whenFailed: readonly ConstantMatch[];
  readonly #machine: Machine;
  readonly #answers: Answers;
  #asksLeft = GENERATE_AFTER;
  #index: RuleIndex | null = null;
  /** Positions that the index does not have. */
  #others: Int32Array;
  /** As many of them have been looked at for code. */
  #considered = 0;
  readonly #candidates: Int32Array;
  readonly #all: Candidates;

  constructor(rules: readonly CompiledRule[], machine: Machine) {
    this.rules = rules.toSorted((a, b) => a.priority - b.priority);
    this.byName = new Map(rules.map((rule) => [rule.name, rule]));
    this.isIndexed = rules.length >= INDEX_MIN;
    this.#whenHeld = this.rules.map((rule) => whenHeld(rule, machine));
    this.#whenFailed = this.rules.map((rule) => whenFailed(rule, machine));
    this.#machine = machine;
    this.#answers = new Answers(rules.length);
    for (const [position, { when }] of this.rules.entries())
      if (when.code === null) this.#answers.hold(position);
    this.#others = Int32Array.from(rules.keys());
    this.#candidates = new Int32Array(rules.length);
    this.#all = { positions: this.#others, count: rules.length };
  }

  /**
   * The rules that may match the context of the machine, in order; the rest do not, and would leave nothing behind. Valid until it
   * is called again.
   */
  candidates(): Candidates {
    if (!this.isIndexed) return this.#all;
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

  /** Call before `known`, for every context. */
  ask(context: ValueRecord): void {
    if (this.#asksLeft > 0) this.#asksLeft -= 1;
    else if (this.#considered < this.#others.length) this.#generateChunk();
    this.#answers.ask(context);
  }

  /** What a candidate comes to in the context that was asked about; `undefined` where the machine has to say. */
  known(position: number): ConstantMatch {
    const answer = this.#answers.byPosition[position];
    return answer === ANSWER.none ? undefined : this.constant(position, answer === ANSWER.held);
  }

  /** What a rule comes to when its condition has held, or has not, and has not failed. */
  constant(position: number, held: boolean): ConstantMatch {
    return held ? this.#whenHeld[position] : this.#whenFailed[position];
  }

  /** Does not wait until the set is asked often. What is decided is the same. */
  generate(): void {
    this.#asksLeft = 0;
    do this.#generateChunk();
    while (this.#considered < this.#others.length);
  }

  /** A large set gets its code bit by bit, so that no decision has to wait for all of it. */
  #generateChunk(): void {
    if (this.isIndexed) this.#ready();
    const positions = this.#others.subarray(this.#considered, this.#considered + CHUNK);
    this.#considered += positions.length;
    const asked: Asked[] = [];
    for (const position of positions) {
      const question = this.#questionOf(position);
      if (question !== null) asked.push({ position, question });
    }
    this.#answers.generate(asked, this.#machine.program.paths);
  }

  /** `null` for a rule that the machine has to look at whatever the answer is. */
  #questionOf(position: number): Question | null {
    const code = this.rules[position]?.when.code ?? null;
    const isKnown =
      this.constant(position, true) !== undefined || this.constant(position, false) !== undefined;
    const question = code === null || !isKnown ? null : this.#machine.conditions.questionOf(code);
    return question !== null && isGenerable(question) ? question : null;
  }

  /** Planned when it is first needed: traced decisions visit every rule. */
  #ready(): RuleIndex {
    if (this.#index !== null) return this.#index;
    const index = new RuleIndex(this.#machine);
    const others: number[] = [];
    for (const [position, rule] of this.rules.entries()) {
      if (isPlain(rule) && index.add(position, rule.when.code)) this.#answers.hold(position);
      else others.push(position);
    }
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
