/** Which rules of a program have code of their own: those that are evaluated often, as long as it mostly has an answer. */
import { type Evaluate, generateRule } from './rule-code.ts';
import type { RuleCode } from './rule-text.ts';

/** Making code takes as long as a few hundred evaluations. */
const EVALUATIONS_MIN = 200;
/** An evaluation without an answer has cost another one. */
const UNANSWERED_MAX = 1_000;

/** The code of one rule, shared by all sessions of its program. */
export class RuleTier {
  readonly #rule: RuleCode;
  #evaluations = 0;
  #unanswered = 0;
  #code: Evaluate | null = null;

  constructor(rule: RuleCode) {
    this.#rule = rule;
  }

  /** Call before every evaluation; `null` while there is no code. */
  next(): Evaluate | null {
    if (this.#evaluations >= EVALUATIONS_MIN) return this.#code;
    this.#evaluations += 1;
    if (this.#evaluations === EVALUATIONS_MIN) this.generate();
    return this.#code;
  }

  /** Whether there is code from here on. */
  generate(): boolean {
    this.#evaluations = EVALUATIONS_MIN;
    this.#code = generateRule(this.#rule);
    return this.#code !== null;
  }

  /** The code has left an evaluation to the machine. */
  hasNoAnswer(): void {
    this.#unanswered += 1;
    if (this.#unanswered >= UNANSWERED_MAX) this.#code = null;
  }
}
