/**
 * Stateless decisions: every governed rule against one context. Rules are evaluated and reported in ascending
 * priority, ties in source order; `otherwise` applies only when the inline condition itself is false.
 */
import type { CodeRange, CompiledAction, CompiledRule, Program } from '#lang/bytecode/program.js';
import { runningOrder } from '../agenda/order.ts';
import { excerpt } from '../govern/excerpt.ts';
import { passesGates, SegmentCache } from '../govern/gates.ts';
import { passesRollout } from '../govern/rollout.ts';
import { Arbitrace, type ArbitraceStep } from '../govern/trace.ts';
import { ENGINE_LIMITS, type EngineLimits } from '../limits.ts';
import { type Trap, trapMessage } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import { prepare } from '../prepared.ts';
import type { Machine } from '../vm/machine.ts';
import { evaluateParams, holds } from './unit.ts';

export interface MatchedRule {
  readonly name: string;
  readonly priority: number;
  readonly action: string;
  readonly params: ValueRecord;
  readonly fallback: boolean;
}

export interface RuleDecision {
  readonly matched: readonly MatchedRule[];
  readonly errors: readonly Trap[];
  readonly arbitrace: readonly ArbitraceStep[];
}

export interface DecideOptions {
  /** Unix seconds; `__now` of the context wins where it is a number. */
  readonly nowSeconds: number;
  readonly limits?: EngineLimits;
  /** The name under which the bundle was published: the namespace of rollouts that have none of their own. */
  readonly bundleName?: string;
}

const DEFAULT_BUNDLE = 'arbiter';

export function decideRules(program: Program, context: ValueRecord, options: DecideOptions): RuleDecision {
  const limits = options.limits ?? ENGINE_LIMITS;
  const given = Object.hasOwn(context, '__now') ? context['__now'] : null;
  const nowSeconds = typeof given === 'number' ? given : options.nowSeconds;
  const { machine } = prepare(program);
  machine.provide({ context, nowSeconds, round: 0, facts: () => [] }, limits.fuelMax);
  const pass = new RulePass(program, machine, options.bundleName ?? DEFAULT_BUNDLE);
  for (const rule of runningOrder(program.rules)) pass.decide(rule);
  const reported = [...program.rules].sort((a, b) => a.priority - b.priority);
  return {
    matched: reported.flatMap((rule) => pass.matched.get(rule.name) ?? []),
    errors: pass.errors,
    arbitrace: pass.arbitrace,
  };
}

/** One evaluation of all rules; prerequisites read the verdicts of rules that ran before. */
class RulePass {
  readonly matched = new Map<string, MatchedRule>();
  readonly errors: Trap[] = [];
  readonly arbitrace: ArbitraceStep[] = [];
  readonly machine: Machine;
  readonly segments: SegmentCache;
  readonly #program: Program;
  readonly #bundle: string;

  constructor(program: Program, machine: Machine, bundle: string) {
    this.#program = program;
    this.#bundle = bundle;
    this.machine = machine;
    this.segments = new SegmentCache(program);
  }

  /** A fallback does not count as matched. */
  isMet(name: string): boolean {
    return this.matched.get(name)?.fallback === false;
  }

  decide(rule: CompiledRule): void {
    const trace = new Arbitrace({ scope: 'rule', subject: rule.name, span: rule.span });
    if (passesGates(rule, trace, this)) this.#decideCondition(rule, trace);
    if (this.machine.faultAt >= 0) this.#reportFault(rule);
    this.arbitrace.push(...trace.steps);
  }

  #decideCondition(rule: CompiledRule, trace: Arbitrace): void {
    const held = holds(this.machine, rule.when);
    if (this.machine.faultAt >= 0) return;
    if (rule.when.code !== null) this.#recordCondition(rule.when.code, trace, held);
    if (held) {
      if (this.#isRolledOut(rule, trace)) this.#match(rule, rule.then, false);
      return;
    }
    if (rule.otherwise === null) return;
    const detail = `condition is false, otherwise ${rule.otherwise.name}`;
    trace.record({ check: 'otherwise', phase: 'effect', kind: 'fallback', disposition: 'passed', detail });
    this.#match(rule, rule.otherwise, true);
  }

  #match({ name, priority }: CompiledRule, action: CompiledAction, fallback: boolean): void {
    const params = evaluateParams(this.machine, action);
    if (this.machine.faultAt < 0)
      this.matched.set(name, { name, priority, action: action.name, params, fallback });
  }

  #recordCondition(code: CodeRange, trace: Arbitrace, held: boolean): void {
    const detail = `${excerpt(this.#program, code)} -> ${held}`;
    trace.record({
      check: 'condition',
      phase: 'match',
      kind: 'condition',
      disposition: held ? 'passed' : 'blocked',
      detail,
    });
  }

  #isRolledOut({ name, governance }: CompiledRule, trace: Arbitrace): boolean {
    const { rollout } = governance;
    if (rollout === null) return true;
    const { context } = this.machine.view;
    return passesRollout(rollout, { context, bundle: this.#bundle, scope: `rule:${name}` }, trace);
  }

  #reportFault(rule: CompiledRule): void {
    const { code, values } = this.machine.fault;
    this.errors.push({ code, message: trapMessage(code, values), rule: rule.name, span: rule.span });
  }
}
