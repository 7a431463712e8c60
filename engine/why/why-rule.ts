/** Why a rule matched, or why not. */
import type { CompiledRule, Program } from '#lang/bytecode/program.js';
import { FlagPass } from '../decide/flags.ts';
import { type DecideOptions, Request } from '../decide/request.ts';
import { decideRules, type RuleDecision } from '../decide/rules.ts';
import { passesExclusion, passesRequirement } from '../govern/gates.ts';
import { effective, overrideOf } from '../govern/overrides.ts';
import type { About } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { ValueRecord } from '../value.ts';
import type { Explanation, Reason, Target } from './explanation.ts';
import { deciding, type Found, Inquiry } from './inquiry.ts';

/** How many rules behind one another are explained, each by the next. */
const CHAIN_MAX = 4;

export interface Asked {
  readonly context: ValueRecord;
  readonly options: DecideOptions;
}

export function whyRule(
  program: Program,
  target: Extract<Target, { readonly kind: 'rule' }>,
  { context, options }: Asked,
): Explanation | undefined {
  const decision = decideRules(program, context, { ...options, trace: 'off' });
  return new RuleInquiry(new Request(program, context, options), decision).explain(target.rule, CHAIN_MAX);
}

/** All rules of one context. */
class RuleInquiry {
  readonly #request: Request;
  readonly #decision: RuleDecision;
  readonly #inquiry: Inquiry;
  readonly #flags: FlagPass;

  constructor(request: Request, decision: RuleDecision) {
    this.#request = request;
    this.#decision = decision;
    this.#inquiry = new Inquiry(request);
    this.#flags = new FlagPass(request);
  }

  explain(name: string, chain: number): Explanation | undefined {
    const rule = prepare(this.#request.program).governed.byName.get(name);
    if (rule === undefined) return undefined;
    const match = this.#decision.matched.find((matched) => matched.name === name);
    const fired = match?.fallback === false;
    const because = deciding(this.#ask(rule, chain), fired);
    return { target: { kind: 'rule', rule: name }, fired, fallback: match?.fallback === true, because };
  }

  #ask(rule: CompiledRule, chain: number): readonly Found[] {
    const { name, governance, when, then, span } = rule;
    const about: About = { scope: 'rule', subject: name, span };
    const gated = effective(governance, overrideOf(this.#request.overrides.rules, name));
    const { requires, requiresFlags, excludes } = governance;
    const others = [
      ...requires.flatMap((other) => this.#other(passesRequirement, { other, about, chain })),
      ...requiresFlags.flatMap((flag) =>
        this.#inquiry.gate(about, (trace) => passesRequirement(flag, this.#flags.isOn(flag), trace)),
      ),
      ...excludes.flatMap((other) => this.#other(passesExclusion, { other, about, chain })),
    ];
    return this.#inquiry.ask({ about, gated, when, then, scope: `rule:${name}` }, others);
  }

  /** Another rule that this one waits for, with what decided there. */
  #other(
    passes: typeof passesRequirement,
    { other, about, chain }: { readonly other: string; readonly about: About; readonly chain: number },
  ): readonly Found[] {
    const isMet = this.#decision.matched.some(({ name, fallback }) => name === other && !fallback);
    const because: readonly Reason[] = chain === 0 ? [] : (this.explain(other, chain - 1)?.because ?? []);
    return this.#inquiry
      .gate(about, (trace) => passes(other, isMet, trace))
      .map(({ reason, passed }) => ({ reason: { ...reason, because }, passed }));
  }
}
