/**
 * Flags: the variant that a context gets, with its payload, and why. The reason comes from the rule that decided; a flag that
 * another requires is evaluated once per request.
 */
import { bareRecord } from '../bare.ts';
import type { CompiledFlag, CompiledFlagRule, Program } from '#lang/bytecode/program.js';
import { passesKillSwitch, passesRequirement } from '../govern/gates.ts';
import { effective, overrideOf } from '../govern/overrides.ts';
import { assign } from '../govern/split.ts';
import type { Arbitrace, ArbitraceStep } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { Value, ValueRecord } from '../value.ts';
import { type DecideOptions, Request } from './request.ts';

export interface FlagDecision {
  readonly flag: string;
  readonly variant: string;
  /** Defaults with the variant's own values over them; `null` when the flag declares neither. */
  readonly values: ValueRecord | null;
  readonly isDefault: boolean;
  readonly reason: string;
  readonly arbitrace: readonly ArbitraceStep[];
}

export interface Choice {
  readonly variant: string;
  readonly reason: string;
}

export function decideFlag(
  program: Program,
  key: string,
  options: DecideOptions & { readonly context: ValueRecord },
): FlagDecision {
  return new FlagPass(new Request(program, options.context, options)).decide(key);
}

export interface FlagsOptions extends DecideOptions {
  readonly context: ValueRecord;
  /** Default: all flags of the program, in the order of the source. */
  readonly keys?: readonly string[];
}

/** Several flags of one request, in the order of their keys: what they require is decided once. */
export function decideFlags(program: Program, options: FlagsOptions): readonly FlagDecision[] {
  const pass = new FlagPass(new Request(program, options.context, options));
  return (options.keys ?? program.flags.map(({ name }) => name)).map((key) => pass.decide(key));
}

/** All flags of one request. */
export class FlagPass {
  readonly #request: Request;
  readonly #flags: ReadonlyMap<string, CompiledFlag>;
  readonly #decided = new Map<string, FlagDecision>();

  constructor(request: Request) {
    this.#request = request;
    this.#flags = prepare(request.program).flags;
  }

  /** Whether a flag resolves to other than its default. */
  isOn(key: string): boolean {
    return !this.decide(key).isDefault;
  }

  /** Those that it requires are decided before it, without recursion: chains may be long. */
  decide(key: string): FlagDecision {
    const waiting: string[] = [];
    for (let next: string | undefined = key; next !== undefined; ) {
      const flag = this.#flags.get(next);
      const asked: string | undefined =
        flag === undefined || this.#decided.has(next) ? undefined : this.#firstAsked(flag);
      if (asked !== undefined) {
        waiting.push(next);
        next = asked;
        continue;
      }
      if (!this.#decided.has(next)) this.#decided.set(next, this.#resolve(next, flag));
      next = waiting.pop();
    }
    return this.#decided.get(key) ?? notFound(key);
  }

  /** The next flag that its prerequisites ask for and that is not decided yet; the first that is off asks for no more. */
  #firstAsked({ name, killSwitch, requires }: CompiledFlag): string | undefined {
    const override = overrideOf(this.#request.overrides.flags, name)?.killSwitch;
    if (override ?? killSwitch === 'on') return undefined;
    for (const required of requires) {
      const decision = this.#decided.get(required);
      if (decision === undefined) return required;
      if (decision.isDefault) return undefined;
    }
    return undefined;
  }

  #resolve(key: string, flag: CompiledFlag | undefined): FlagDecision {
    if (flag === undefined) return notFound(key);
    const trace = this.#request.trace({ scope: 'flag', subject: key, span: flag.span });
    const { variant, reason } = this.#choose(flag, trace);
    const values = this.#valuesOf(flag, variant, trace);
    const isDefault = variant === flag.default;
    return { flag: key, variant, values, isDefault, reason, arbitrace: trace.steps };
  }

  #choose(flag: CompiledFlag, trace: Arbitrace): Choice {
    const variant = flag.default;
    if (!this.passesKillSwitch(flag, trace)) return { variant, reason: 'kill-switched' };
    for (const name of flag.requires)
      if (!passesRequirement(name, this.isOn(name), trace))
        return { variant, reason: `prerequisite ${name} not met` };
    for (let index = 0; index < flag.rules.length; index++) {
      const rule = flag.rules[index];
      if (rule === undefined) continue;
      const own = this.#request.trace({ scope: 'flag', subject: flag.name, span: rule.span }, trace.steps);
      const choice = this.apply(flag, { rule, index }, own);
      if (choice !== null) return choice;
    }
    return { variant, reason: 'no rules matched' };
  }

  passesKillSwitch({ name, killSwitch }: CompiledFlag, trace: Arbitrace): boolean {
    const override = overrideOf(this.#request.overrides.flags, name)?.killSwitch;
    if (override === undefined) return passesKillSwitch({ killSwitch }, trace);
    return passesKillSwitch({ killSwitch: override ? 'on' : 'off' }, trace, true);
  }

  /** What one rule gives by itself; `null` when it does not apply, or cannot assign anybody. */
  apply(
    flag: CompiledFlag,
    { rule, index }: { readonly rule: CompiledFlagRule; readonly index: number },
    trace: Arbitrace,
  ): Choice | null {
    const request = this.#request;
    const { segment, condition, serves } = rule;
    const rules = overrideOf(request.overrides.flagRules, flag.name);
    const gated = effective(rule.governance, overrideOf(rules, String(index)));
    const when = { segment, code: condition, locals: flag.locals };
    if (!request.passesPrelude(gated, trace) || !request.passesSegment(segment, trace)) return null;
    const held = request.holds(when, trace, 'inline condition');
    if (held === null) request.recordFault(trace);
    if (held !== true) return null;
    const isPlain = gated.governance.rollout === null && serves.kind === 'variant';
    const scope = isPlain ? '' : `flag:${flag.name}:rule:${index}`;
    if (!request.passesRollout(gated, scope, trace)) return null;
    if (serves.kind === 'variant') return { variant: serves.variant, reason: reasonOf(rule) };
    const { context } = request.machine.view;
    const variant = assign(serves, { context, bundle: request.bundle, scope: `${scope}:split` }, trace);
    return variant === null ? null : { variant, reason: 'assigned by split' };
  }

  /** A value that fails is null, and on record. */
  #valuesOf(flag: CompiledFlag, variant: string, trace: Arbitrace): ValueRecord | null {
    if (flag.variants.length === 0 && flag.defaults.length === 0) return null;
    const { machine } = this.#request;
    const own = flag.variants.find(({ name }) => name === variant)?.params ?? [];
    const values = bareRecord<Value>();
    for (const { name, code } of [...flag.defaults, ...own]) {
      machine.begin(flag.locals);
      values[name] = machine.run(code);
      if (machine.faultAt >= 0) this.#request.recordFault(trace);
    }
    return values;
  }
}

function reasonOf({ segment, condition }: CompiledFlagRule): string {
  if (segment === null) return condition === null ? 'matched unconditionally' : 'matched inline condition';
  return condition === null
    ? `matched segment ${segment}`
    : `matched segment ${segment} and inline condition`;
}

function notFound(flag: string): FlagDecision {
  return { flag, variant: '', values: null, isDefault: true, reason: 'flag not found', arbitrace: [] };
}
