/** Why a rule of a flag decided it, or why not. The gates of the flag and the rules before it are gates of each rule. */
import type { CompiledFlag, Program } from '#lang/bytecode/program.js';
import { FlagPass } from '../decide/flags.ts';
import { Request, SILENT } from '../decide/request.ts';
import { passesRequirement } from '../govern/gates.ts';
import { effective, overrideOf } from '../govern/overrides.ts';
import { assign } from '../govern/split.ts';
import type { About } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { Explanation, Target } from './explanation.ts';
import { deciding, type Found, Inquiry } from './inquiry.ts';
import type { Asked } from './why-rule.ts';

export function whyFlagRule(
  program: Program,
  target: Extract<Target, { readonly kind: 'flag-rule' }>,
  { context, options }: Asked,
): Explanation | undefined {
  const flag = prepare(program).flags.get(target.flag);
  const rule = flag?.rules[target.index];
  if (flag === undefined || rule === undefined) return undefined;
  const request = new Request(program, context, options);
  const inquiry = new FlagInquiry(flag, request);
  const found = [...inquiry.gates(), ...inquiry.earlier(target.index), ...inquiry.own(target.index)];
  const fired = found.every(({ passed }) => passed);
  return { target, fired, fallback: false, because: deciding(found, fired) };
}

class FlagInquiry {
  readonly #flag: CompiledFlag;
  readonly #request: Request;
  readonly #pass: FlagPass;
  readonly #inquiry: Inquiry;

  constructor(flag: CompiledFlag, request: Request) {
    this.#flag = flag;
    this.#request = request;
    this.#pass = new FlagPass(request);
    this.#inquiry = new Inquiry(request);
  }

  /** Of the flag as a whole. */
  gates(): readonly Found[] {
    const { name, requires, span } = this.#flag;
    const about: About = { scope: 'flag', subject: name, span };
    const required = requires.flatMap((other) =>
      this.#inquiry.gate(about, (trace) => passesRequirement(other, this.#pass.isOn(other), trace)),
    );
    const switched = this.#inquiry.gate(about, (trace) => this.#pass.passesKillSwitch(this.#flag, trace));
    return [...switched, ...required];
  }

  earlier(target: number): readonly Found[] {
    return this.#flag.rules.slice(0, target).map((rule, index): Found => {
      const applies = this.#pass.apply(this.#flag, { rule, index }, SILENT) !== null;
      const detail = `rule ${index + 1} comes first -> ${applies ? 'decides' : 'does not apply'}`;
      const check = `rule ${index + 1}`;
      return {
        reason: {
          kind: 'order',
          check,
          target: String(index + 1),
          result: !applies,
          detail,
          span: rule.span,
        },
        passed: !applies,
      };
    });
  }

  own(index: number): readonly Found[] {
    const rule = this.#flag.rules[index];
    if (rule === undefined) return [];
    const { name, locals } = this.#flag;
    const { governance, segment, condition: code, serves, span } = rule;
    const about: About = { scope: 'flag', subject: name, span };
    const gated = effective(
      governance,
      overrideOf(overrideOf(this.#request.overrides.flagRules, name), `${index}`),
    );
    const scope = `flag:${name}:rule:${index}`;
    const found = this.#inquiry.ask({ about, gated, when: { segment, code, locals }, scope });
    if (serves.kind === 'variant') return found;
    const { context } = this.#request.machine.view;
    const place = { context, bundle: this.#request.bundle, scope: `${scope}:split` };
    return [...found, ...this.#inquiry.gate(about, (trace) => assign(serves, place, trace))];
  }
}
