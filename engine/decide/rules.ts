/**
 * Stateless decisions: every governed rule against one context. Rules are evaluated and reported in ascending
 * priority, ties in source order, prerequisites before their dependents; `otherwise` applies only when the inline condition
 * itself is false.
 */
import type { CompiledAction, CompiledRule, Program } from '#lang/bytecode/program.js';
import { runningOrder } from '../agenda/order.ts';
import { passesExclusion, passesRequirement } from '../govern/gates.ts';
import { type Effective, effective, overrideOf } from '../govern/overrides.ts';
import type { Arbitrace, ArbitraceStep } from '../govern/trace.ts';
import type { Trap } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import { FlagPass } from './flags.ts';
import { type DecideOptions, Request } from './request.ts';
import { type Selection, selectRules } from './selection.ts';

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

export interface RuleOptions extends DecideOptions, Selection {
  /** `fail`: the first rule that errs ends the decision, and nothing matches. Default `record`. */
  readonly onTrap?: 'record' | 'fail';
}

export function decideRules(program: Program, context: ValueRecord, options: RuleOptions): RuleDecision {
  const pass = new RulePass(new Request(program, context, options));
  const { selected, needed } = selectRules(program.rules, options);
  for (const rule of runningOrder(program.rules)) {
    if (needed.has(rule)) pass.decide(rule);
    if (options.onTrap === 'fail' && pass.request.errors.length > 0)
      return { matched: [], errors: pass.request.errors, arbitrace: pass.arbitrace };
  }
  const reported = program.rules.filter((rule) => selected.has(rule)).sort((a, b) => a.priority - b.priority);
  return {
    matched: reported.flatMap((rule) => pass.matched.get(rule.name) ?? []),
    errors: pass.request.errors,
    arbitrace: pass.arbitrace,
  };
}

/** One evaluation of all rules; prerequisites read the verdicts of rules that ran before. */
class RulePass {
  readonly request: Request;
  readonly matched = new Map<string, MatchedRule>();
  readonly arbitrace: ArbitraceStep[] = [];
  readonly #flags: FlagPass;

  constructor(request: Request) {
    this.request = request;
    this.#flags = new FlagPass(request);
  }

  decide(rule: CompiledRule): void {
    const trace = this.request.trace({ scope: 'rule', subject: rule.name, span: rule.span });
    const gated = effective(rule.governance, overrideOf(this.request.overrides.rules, rule.name));
    if (this.#passesGates(rule, gated, trace)) this.#decideCondition(rule, gated, trace);
    if (this.request.machine.faultAt >= 0) this.request.reportFault(rule, trace);
    for (const step of trace.steps) this.arbitrace.push(step);
  }

  #passesGates({ governance, when }: CompiledRule, gated: Effective, trace: Arbitrace): boolean {
    const { request } = this;
    return (
      request.passesPrelude(gated, trace) &&
      governance.requires.every((name) => passesRequirement(name, this.#isMet(name), trace)) &&
      governance.requiresFlags.every((flag) => passesRequirement(flag, this.#flags.isOn(flag), trace)) &&
      governance.excludes.every((name) => passesExclusion(name, this.#isMet(name), trace)) &&
      request.passesSegment(when.segment, trace)
    );
  }

  /** A fallback does not count as matched. */
  #isMet(name: string): boolean {
    return this.matched.get(name)?.fallback === false;
  }

  #decideCondition(rule: CompiledRule, gated: Effective, trace: Arbitrace): void {
    const held = this.request.holds(rule.when, trace);
    if (held === true && this.request.passesRollout(gated, `rule:${rule.name}`, trace))
      this.#match(rule, rule.then, false);
    if (held !== false || rule.otherwise === null) return;
    const detail = `condition is false, otherwise ${rule.otherwise.name}`;
    trace.record({ check: 'otherwise', phase: 'effect', kind: 'fallback', disposition: 'passed', detail });
    this.#match(rule, rule.otherwise, true);
  }

  #match({ name, priority }: CompiledRule, action: CompiledAction, fallback: boolean): void {
    const params = this.request.params(action);
    if (params !== null) this.matched.set(name, { name, priority, action: action.name, params, fallback });
  }
}
