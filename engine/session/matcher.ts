/**
 * The matches of one rule before gates and temporal clauses. Each instance is evaluated again when something that it has read has
 * changed, and only when the rule runs.
 */
import { assert } from '../assert.ts';
import { holds } from '../decide/unit.ts';
import { Fact } from '../fact.ts';
import type { FactObserver, FactTable } from '../match/fact-table.ts';
import { type Bound, concerns, type Network } from '../match/network.ts';
import type { Reads } from '../match/loop-plans.ts';
import type { Made } from '../match/rule-code.ts';
import { faultOf, type Trap, trapMessage } from '../traps.ts';
import type { Value } from '../value.ts';
import type { Machine } from '../vm/machine.ts';
import { type EffectRules, Effects } from './effect.ts';
import type { Instance, Instances } from './instances.ts';
import type { RulePlan } from './plan.ts';
import type { Match } from './rule-state.ts';

/** What the condition of an instance came to. */
export interface Condition {
  readonly isTrue: boolean;
  /** By zero, while it and the params were evaluated. */
  readonly zeroDivisions: number;
}

const FAILED: Condition = { isTrue: false, zeroDivisions: 0 };
const HELD: Condition = { isTrue: true, zeroDivisions: 0 };

const NO_FACTS: readonly Fact[] = [];

/** `table` has the facts of a `per_fact` rule. */
export interface MatcherParts {
  readonly plan: RulePlan;
  readonly instances: Instances;
  readonly table: FactTable | null;
}

export class Matcher implements FactObserver {
  readonly #plan: RulePlan;
  readonly #network: Network;
  readonly #machine: Machine;
  readonly #effects: Effects;
  readonly #bound: readonly Bound[];
  readonly #made: Made = { key: null, fields: null };
  /** The facts of a `per_fact` rule. */
  readonly #table: FactTable | null;
  readonly #instances: Instances;
  /** By instance; most rules have none. */
  #traps: Map<string, Trap> | null = null;
  /** Of instances whose condition, or params, have divided by zero: how often. */
  #zeroDivisions: Map<string, number> | null = null;
  /** What the condition of a rule without `per_fact` came to. */
  #condition: Condition | null = null;
  #hasRun = false;
  /** Whether the last refresh was the first, and evaluated every instance that there is. */
  wasFresh = false;

  constructor({ plan, instances, table }: MatcherParts, network: Network, rules: EffectRules) {
    this.#plan = plan;
    this.#instances = instances;
    this.#network = network;
    this.#machine = rules.machine;
    this.#effects = new Effects(plan.rule, rules, network);
    this.#table = table;
    this.#bound = network.bind(plan.loops, plan.lens);
    if (table === null) instances.stale('');
    else table.observe(this);
  }

  get hasTraps(): boolean {
    return this.#traps !== null && this.#traps.size > 0;
  }

  /** What the condition of an instance came to: of one that matches, or of the only one; `null` where it has failed. */
  conditionOf(instance: string): Condition | null {
    if (this.#table === null) return this.#condition;
    const zeroDivisions = this.#zeroDivisions?.get(instance);
    return zeroDivisions === undefined ? HELD : { isTrue: true, zeroDivisions };
  }

  trapOf(instance: string): Trap | null {
    return this.#traps?.get(instance) ?? null;
  }

  factChanged(before: Fact | undefined, after: Fact | undefined): void {
    this.#instances.stale((before ?? after)?.key ?? '');
  }

  /** What it depends on beside facts has changed. */
  invalidate(changed: Reads): void {
    if (!concerns(this.#plan.reads, changed)) return;
    if (this.#table === null) this.#instances.stale('');
    else for (const key of this.#table.keys) this.#instances.stale(key);
  }

  /** Evaluates what is stale; returns those instances in order. */
  refresh(): readonly string[] {
    this.wasFresh = !this.#hasRun;
    this.#hasRun = true;
    const keys = this.#instances.takeStale();
    for (const key of keys) this.#refreshInstance(key);
    return keys;
  }

  #refreshInstance(key: string): void {
    const instance = this.#instances.get(key);
    assert(instance !== undefined, 'what is stale is an instance');
    instance.isStale = false;
    instance.forget();
    this.#traps?.delete(key);
    this.#zeroDivisions?.delete(key);
    const fact = this.#table?.get(key) ?? null;
    const isThere = this.#table === null || fact !== null;
    this.#instances.matched(instance, isThere ? this.#evaluate(instance, fact) : null);
    instance.isTrapped = this.#traps?.has(key) === true;
    if (instance.match === null) this.#instances.tidy(instance);
  }

  #evaluate(instance: Instance, narrowed: Fact | null): Match | null {
    const machine = this.#machine;
    const { rule } = this.#plan;
    const { key } = instance;
    this.#network.begin(instance, narrowed);
    const isTrue = this.#answer(instance, narrowed) ?? holds(machine, rule.when);
    const facts = isTrue ? this.#witnesses() : NO_FACTS;
    const built = isTrue ? this.#effects.build(key, facts, this.#made) : null;
    this.#note(key, isTrue);
    if (machine.faultAt >= 0) {
      this.#trap(key, faultOf(machine, rule.name));
    } else if (built !== null && 'code' in built) {
      const { code, values } = built;
      this.#trap(key, { code, message: trapMessage(code, values), rule: rule.name, span: rule.span });
    } else {
      return built;
    }
    return null;
  }

  /** What code of the rule's own says of its condition; `undefined` where there is none, or it leaves the answer to the machine. */
  #answer(instance: Instance, fact: Fact | null): boolean | undefined {
    const { tier } = this.#plan;
    this.#made.fields = null;
    const code = tier.next();
    if (code === null) return undefined;
    const answer = code(this.#machine, this.#bound, instance, fact, this.#made);
    if (answer !== undefined) return answer;
    this.#made.fields = null;
    tier.hasNoAnswer();
    return undefined;
  }

  #trap(key: string, trap: Trap): void {
    this.#traps ??= new Map();
    this.#traps.set(key, trap);
  }

  #note(key: string, isTrue: boolean): void {
    const { zeroDivisions, faultAt } = this.#machine;
    if (this.#table === null) this.#condition = faultAt >= 0 ? null : conditionOf(isTrue, zeroDivisions);
    else if (zeroDivisions > 0) (this.#zeroDivisions ??= new Map()).set(key, zeroDivisions);
  }

  /** What its variables are bound to. */
  #witnesses(): readonly Fact[] {
    const values = this.#machine.locals.slice(0, this.#plan.rule.when.locals);
    return areFacts(values) ? values : values.filter(isFact);
  }
}

function areFacts(values: readonly Value[]): values is readonly Fact[] {
  return values.every(isFact);
}

function isFact(value: Value): value is Fact {
  return value instanceof Fact;
}

function conditionOf(isTrue: boolean, zeroDivisions: number): Condition {
  if (zeroDivisions > 0) return { isTrue, zeroDivisions };
  return isTrue ? HELD : FAILED;
}
