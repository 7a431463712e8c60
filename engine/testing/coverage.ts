/**
 * Coverage: what a test file made of the rules of its module. A rule, an arm, a flag rule or an expert rule is covered when some
 * case saw it apply and some case saw it not apply; `otherwise` counts on its own, and so does each leaf of a condition. Only what
 * the decisions say is counted, so nothing runs differently under coverage.
 */
import type { CompiledFlagRule, Program } from '#lang/bytecode/program.js';
import type { FlagDecision } from '../decide/flags.ts';
import type { RuleDecision } from '../decide/rules.ts';
import type { StrategyDecision } from '../decide/strategy.ts';
import type { ArbitraceStep } from '../govern/trace.ts';
import type { RuleState } from '../session/rule-state.ts';
import type { Step } from '../session/step.ts';
import { countLeaves } from './leaf-count.ts';
import { type Unit, unitsOf } from './units.ts';

export class Coverage {
  readonly units: readonly Unit[];
  readonly #program: Program;
  readonly #byName: ReadonlyMap<string, Unit>;

  constructor(program: Program) {
    this.#program = program;
    this.units = unitsOf(program);
    this.#byName = new Map(this.units.map((unit) => [`${unit.kind} ${unit.name}`, unit]));
  }

  sawRules({ matched, arbitrace }: RuleDecision): void {
    for (const { name } of this.#program.rules) {
      const unit = this.#byName.get(`rule ${name}`);
      if (unit === undefined) continue;
      const found = matched.find((rule) => rule.name === name);
      count(unit, found?.fallback === false);
      if (found?.fallback === true) unit.fallback = (unit.fallback ?? 0) + 1;
    }
    for (const step of arbitrace) this.#countCondition(this.#byName.get(`rule ${step.subject}`), step);
  }

  /** Arms behind the selected one are not evaluated. */
  sawStrategy({ strategy, selected, arbitrace }: StrategyDecision): void {
    const arms = this.#program.strategies.find(({ name }) => name === strategy)?.arms ?? [];
    for (const { label } of arms) {
      const unit = this.#byName.get(`arm ${strategy}/${label}`);
      if (unit === undefined) continue;
      count(unit, label === selected);
      for (const step of arbitrace)
        if (step.check.startsWith(`strategy:${strategy}/${label}:`)) this.#countCondition(unit, step);
      if (label === selected) return;
    }
  }

  sawFlag({ flag, reason, arbitrace }: FlagDecision): void {
    const rules = this.#program.flags.find(({ name }) => name === flag)?.rules ?? [];
    const own = rules.map((rule) => arbitrace.filter((step) => isOf(rule, step)));
    const decider = deciderOf(own, reason);
    for (const [index, steps] of own.entries()) {
      const unit = this.#byName.get(`flag-rule ${flag}/${index + 1}`);
      if (unit === undefined || (steps.length === 0 && index !== decider)) continue;
      count(unit, index === decider);
      for (const step of steps) this.#countCondition(unit, step);
    }
  }

  sawStep({ activations }: Step, states: ReadonlyMap<string, RuleState>): void {
    const fired = new Set(activations.map(({ rule }) => rule));
    for (const [name, { result }] of states) {
      const unit = this.#byName.get(`expert-rule ${name}`);
      if (unit === undefined) continue;
      count(unit, fired.has(name) || result);
      if (fired.has(name) && !result) count(unit, false);
    }
  }

  /** Of the unit, or of the segment that was evaluated for it: only steps that evaluated a condition have leaves. */
  #countCondition(unit: Unit | undefined, { kind, target, result, leaves }: ArbitraceStep): void {
    const asked = kind === 'segment' ? this.#byName.get(`segment ${target}`) : unit;
    if (asked === undefined || leaves === undefined) return;
    if (asked !== unit) count(asked, result);
    asked.asked += 1;
    countLeaves(asked.leaves, leaves);
  }
}

function count(seen: Unit, applied: boolean): void {
  seen.evaluated += 1;
  if (applied) seen.matched += 1;
  else if (seen.missed !== null) seen.missed += 1;
}

function isOf({ span }: CompiledFlagRule, step: ArbitraceStep): boolean {
  return step.span.start === span.start && step.span.end === span.end;
}

/** The rule that a flag was decided by: the last one that left a step, unless that was stopped and one without any followed. */
function deciderOf(own: readonly (readonly ArbitraceStep[])[], reason: string): number {
  if (!/^(?:matched|assigned)/.test(reason)) return -1;
  const last = own.findLastIndex((steps) => steps.length > 0);
  return last === -1 || own[last]?.at(-1)?.disposition !== 'passed' ? last + 1 : last;
}
