/**
 * Coverage: what a test file made of the rules of its module. A rule, an arm, a flag rule or an expert rule is covered when some
 * case saw it apply and some case saw it not apply; `otherwise` counts on its own. Only what the decisions say is
 * counted, so nothing runs differently under coverage.
 */
import type {
  CodeRange,
  CompiledAction,
  CompiledFlagRule,
  CompiledSpan,
  Program,
} from '#lang/bytecode/program.js';
import type { FlagDecision } from '../decide/flags.ts';
import type { RuleDecision } from '../decide/rules.ts';
import type { StrategyDecision } from '../decide/strategy.ts';
import type { ArbitraceStep } from '../govern/trace.ts';
import type { RuleState } from '../session/rule-state.ts';
import type { Step } from '../session/step.ts';

export type UnitKind = 'rule' | 'arm' | 'flag-rule' | 'expert-rule';

/** How often each thing was seen; `fallback` is `null` for what has no `otherwise`, `missed` for what cannot but apply. */
export interface Unit {
  readonly kind: UnitKind;
  readonly name: string;
  readonly span: CompiledSpan;
  readonly condition: CodeRange | null;
  /** What is evaluated when it applies, and for want of that. */
  readonly then: CompiledAction | null;
  readonly otherwise: CompiledAction | null;
  evaluated: number;
  matched: number;
  missed: number | null;
  fallback: number | null;
  /** What the condition itself was worth, where it was asked. */
  held: number;
  failed: number;
}

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
    for (const step of arbitrace)
      if (step.scope === 'rule') countCondition(this.#byName.get(`rule ${step.subject}`), step);
  }

  /** Arms behind the selected one are not evaluated. */
  sawStrategy({ strategy, selected, arbitrace }: StrategyDecision): void {
    const arms = this.#program.strategies.find(({ name }) => name === strategy)?.arms ?? [];
    for (const { label } of arms) {
      const unit = this.#byName.get(`arm ${strategy}/${label}`);
      if (unit === undefined) continue;
      count(unit, label === selected);
      for (const step of arbitrace)
        if (step.check === `strategy:${strategy}/${label}:condition`) countCondition(unit, step);
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
      for (const step of steps) countCondition(unit, step);
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
}

/** Seen to apply, seen not to apply, and its `otherwise` if it has one. */
export function isCovered({ matched, missed, fallback }: Unit): boolean {
  return matched > 0 && missed !== 0 && fallback !== 0;
}

function unitsOf({ rules, strategies, flags, expertRules }: Program): readonly Unit[] {
  return [
    ...rules.map(({ name, span, when, then, otherwise }) => {
      const fallback = otherwise === null ? null : 0;
      return { ...unit('rule', name, span), condition: when.code, then, otherwise, fallback };
    }),
    ...strategies.flatMap(({ name, arms }) =>
      arms.map((arm, index) => ({
        ...unit('arm', `${name}/${arm.label}`, arm.span),
        condition: arm.when.code,
        then: arm.then,
        missed: index === arms.length - 1 ? null : 0,
      })),
    ),
    ...flags.flatMap((flag) =>
      flag.rules.map((rule, index) => ({
        ...unit('flag-rule', `${flag.name}/${index + 1}`, rule.span),
        condition: rule.condition,
      })),
    ),
    ...expertRules.map(({ name, span, when, then }) => ({
      ...unit('expert-rule', name, span),
      condition: when.code,
      then,
    })),
  ];
}

function unit(kind: UnitKind, name: string, span: CompiledSpan): Unit {
  const counts = { evaluated: 0, matched: 0, missed: 0, fallback: null, held: 0, failed: 0 };
  return { kind, name, span, condition: null, then: null, otherwise: null, ...counts };
}

function count(seen: Unit, applied: boolean): void {
  seen.evaluated += 1;
  if (applied) seen.matched += 1;
  else if (seen.missed !== null) seen.missed += 1;
}

function countCondition(seen: Unit | undefined, { kind, disposition }: ArbitraceStep): void {
  if (seen === undefined || kind !== 'condition') return;
  if (disposition === 'passed') seen.held += 1;
  else seen.failed += 1;
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
