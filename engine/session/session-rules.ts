/** The rules of a session: which of them wait, which read more than facts, and which have something to do. */
import { type Override, type Overrides, overrideOf } from '../govern/overrides.ts';
import type { Reads } from '../match/loop-plans.ts';
import type { DirtyTypes } from './dirty.ts';
import type { SessionRule } from './evaluate.ts';
import { govern } from './gating.ts';
import type { RulePlan, SessionPlan } from './plan.ts';
import type { RuleState } from './rule-state.ts';
import { counts, sleepsThrough } from './waking.ts';

export const NO_OVERRIDE: Override = {};
const NO_POSITIONS: readonly number[] = [];

export class SessionRules {
  /** In running order. */
  readonly all: readonly SessionRule[];
  readonly states: ReadonlyMap<string, RuleState>;
  /** Those whose matches may change by time alone. */
  readonly waiting: readonly SessionRule[];
  readonly #plan: SessionPlan;
  /** Those that may wait within a run. */
  readonly #patient: readonly SessionRule[];
  readonly #readingMore: readonly SessionRule[];
  /** A list, because most sessions have few rules, and a typed array takes longer to make than they run. */
  readonly #readers: (0 | 1)[];
  /** Positions of rules whose override has changed. */
  readonly #awake = new Set<number>();

  constructor(plan: SessionPlan, make: (rule: RulePlan) => SessionRule) {
    this.#plan = plan;
    this.all = plan.rules.map(make);
    this.states = new Map(this.all.map((rule) => [rule.plan.rule.name, rule.state]));
    this.waiting = this.all.filter((rule) => rule.plan.waitsForTime);
    this.#patient = this.all.filter(({ plan: own }) => own.rule.stable || own.clauses.length > 0);
    this.#readingMore = this.all.filter(({ plan: { reads } }) => reads.context || reads.clock || reads.round);
    this.#readers = this.all.map(() => 0);
  }

  /** Wakes those whose own override has changed. */
  override(overrides: Overrides): void {
    for (const [position, rule] of this.all.entries()) {
      const { killSwitch, rollout } = rule.governed.override;
      const override = overrideOf(overrides.rules, rule.plan.rule.name) ?? NO_OVERRIDE;
      if (override.killSwitch === killSwitch && override.rollout === rollout) continue;
      rule.governed = govern(rule.plan.rule, override);
      this.#awake.add(position);
    }
  }

  /** What rules read beside facts has changed. */
  invalidate(changed: Reads): void {
    for (const { matcher } of this.#readingMore) matcher.invalidate(changed);
  }

  isAwake(position: number): boolean {
    return this.#awake.has(position);
  }

  wake(position: number): void {
    this.#awake.add(position);
  }

  /** Behind a round. */
  lieDown(): void {
    if (this.#awake.size > 0) this.#awake.clear();
  }

  /** By position, 1 for a rule that reads what is dirty; valid until it is called again. */
  readersOf(dirty: DirtyTypes): readonly (0 | 1)[] {
    this.#readers.fill(0);
    for (const type of dirty.types)
      for (const position of this.#plan.readers.get(type) ?? NO_POSITIONS) this.#readers[position] = 1;
    return this.#readers;
  }

  /** Whether another round would do anything. */
  haveMoreToDo(dirty: DirtyTypes): boolean {
    if (this.#patient.some((own) => own.state.isDeferred || counts(own))) return true;
    for (const type of dirty.types)
      for (const position of this.#plan.readers.get(type) ?? NO_POSITIONS) {
        const rule = this.all[position]?.plan.rule;
        if (rule !== undefined && !sleepsThrough(rule, dirty)) return true;
      }
    return false;
  }
}
