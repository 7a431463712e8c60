/**
 * Stateless decisions: every governed rule against one context. Rules are evaluated and reported in ascending
 * priority, ties in source order, prerequisites before their dependents; `otherwise` applies only when the inline condition
 * itself is false.
 */
import type { CompiledAction, CompiledRule, Program } from '#lang/bytecode/program.js';
import { passesExclusion, passesRequirement } from '../govern/gates.ts';
import { type Effective, effective, overrideOf } from '../govern/overrides.ts';
import type { Arbitrace, ArbitraceStep } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { Trap } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import { FlagPass } from './flags.ts';
import { type DecideOptions, Request, SILENT } from './request.ts';
import type { RuleSet } from './rule-set.ts';
import { isSelected, type Selection } from './selection.ts';

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

/** Without a trace only rules that may match are looked at: what is decided is the same. */
export function decideRules(program: Program, context: ValueRecord, options: RuleOptions): RuleDecision {
  const pass = new RulePass(new Request(program, context, options));
  const { errors } = pass.request;
  const { arbitrace } = pass;
  const matched: MatchedRule[] = [];
  for (const rule of options.trace === 'off' ? pass.candidates() : pass.governed.rules) {
    if (!isSelected(rule, options)) continue;
    const match = pass.decide(rule);
    if (match !== null) matched.push(match);
    if (options.onTrap === 'fail' && errors.length > 0) return { matched: [], errors, arbitrace };
  }
  return { matched, errors, arbitrace };
}

/** One evaluation of rules, each at most once: when its turn comes, or when another asks for it. */
class RulePass {
  readonly request: Request;
  readonly arbitrace: ArbitraceStep[] = [];
  readonly governed: RuleSet;
  /** `null` for a rule that does not match. */
  readonly #decided = new Map<string, MatchedRule | null>();
  #flags: FlagPass | null = null;

  constructor(request: Request) {
    this.request = request;
    this.governed = prepare(request.program).governed;
  }

  /** Rules that may match, in order. */
  candidates(): readonly CompiledRule[] {
    const { positions, count } = this.governed.candidates();
    const { rules } = this.governed;
    const candidates: CompiledRule[] = [];
    for (let at = 0; at < count; at++) {
      const rule = rules[positions[at] ?? 0];
      if (rule !== undefined) candidates.push(rule);
    }
    return candidates;
  }

  /** Those that it asks for are decided before it, without recursion: chains may be long. */
  decide(rule: CompiledRule): MatchedRule | null {
    const known = this.#decided.get(rule.name);
    if (known !== undefined) return known;
    const waiting: CompiledRule[] = [];
    let next: CompiledRule = rule;
    for (;;) {
      const asked = this.#decided.has(next.name) ? undefined : this.#firstAsked(next);
      if (asked === undefined) {
        if (!this.#decided.has(next.name)) this.#decideAlone(next);
        const last = waiting.pop();
        if (last === undefined) return this.#decided.get(rule.name) ?? null;
        next = last;
      } else {
        waiting.push(next);
        next = asked;
      }
    }
  }

  /** The next rule that its gates ask for and that is not decided yet; a gate that blocks asks for no more. */
  #firstAsked({ name, governance }: CompiledRule): CompiledRule | undefined {
    const { requires, requiresFlags, excludes } = governance;
    if (requires.length === 0 && excludes.length === 0) return undefined;
    const gated = effective(governance, overrideOf(this.request.overrides.rules, name));
    if (!this.request.passesPrelude(gated, SILENT)) return undefined;
    for (const required of requires) {
      if (!this.#decided.has(required)) return this.governed.byName.get(required);
      if (!this.#isMet(required)) return undefined;
    }
    if (excludes.length > 0 && !requiresFlags.every((flag) => this.#isOn(flag))) return undefined;
    for (const excluded of excludes) {
      if (!this.#decided.has(excluded)) return this.governed.byName.get(excluded);
      if (this.#isMet(excluded)) return undefined;
    }
    return undefined;
  }

  #decideAlone(rule: CompiledRule): void {
    this.#decided.set(rule.name, null);
    const trace = this.request.trace({ scope: 'rule', subject: rule.name, span: rule.span }, this.arbitrace);
    const gated = effective(rule.governance, overrideOf(this.request.overrides.rules, rule.name));
    if (this.#passesGates(rule, gated, trace)) this.#decideCondition(rule, gated, trace);
    if (this.request.machine.faultAt >= 0) this.request.reportFault(rule, trace);
  }

  #passesGates({ governance, when }: CompiledRule, gated: Effective, trace: Arbitrace): boolean {
    const { request } = this;
    return (
      request.passesPrelude(gated, trace) &&
      governance.requires.every((name) => passesRequirement(name, this.#isMet(name), trace)) &&
      governance.requiresFlags.every((flag) => passesRequirement(flag, this.#isOn(flag), trace)) &&
      governance.excludes.every((name) => passesExclusion(name, this.#isMet(name), trace)) &&
      request.passesSegment(when.segment, trace)
    );
  }

  /** A fallback does not count as matched. */
  #isMet(name: string): boolean {
    return this.#decided.get(name)?.fallback === false;
  }

  #isOn(flag: string): boolean {
    this.#flags ??= new FlagPass(this.request);
    return this.#flags.isOn(flag);
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
    if (params !== null) this.#decided.set(name, { name, priority, action: action.name, params, fallback });
  }
}
