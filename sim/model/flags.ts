/** Flags by the model: prerequisites in order and on demand, then the first rule that serves somebody. */
import type { ArbitraceStep, FlagDecision } from '#engine';
import type { FlagDeclaration, FlagRule, Governance, Param, Split } from '#lang/ast/nodes.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { qualifiedName } from '#lang/checker/names.js';
import { evaluate } from './evaluate.ts';
import { type About, bucketOf, type ModelRequest } from './request.ts';
import { type ModelRecord, type ModelValue, record } from './value.ts';

export type ModelFlagDecision = Omit<FlagDecision, 'values'> & { readonly values: ModelRecord | null };

interface Choice {
  readonly variant: string;
  readonly reason: string;
}

interface Chosen extends Choice {
  /** Of the rule that decided, −1 for none. */
  readonly index: number;
}

interface Owned {
  readonly flag: FlagDeclaration;
  readonly module: CheckedModule;
  readonly name: string;
}

const OPEN: Governance = {
  killSwitch: null,
  activeFrom: null,
  activeUntil: null,
  requires: [],
  excludes: [],
  rollout: null,
};

export class ModelFlags {
  readonly #request: ModelRequest;
  readonly #decided = new Map<string, ModelFlagDecision>();

  constructor(request: ModelRequest) {
    this.#request = request;
  }

  isOn(name: string): boolean {
    return !this.decide(name).isDefault;
  }

  decide(name: string): ModelFlagDecision {
    const known = this.#decided.get(name);
    if (known !== undefined) return known;
    const owned = this.#find(name);
    const decision = owned === undefined ? unknownFlag(name) : this.#resolve(owned);
    this.#decided.set(name, decision);
    return decision;
  }

  /** The rule that decides a flag, −1 for none. */
  decider(name: string): number {
    const owned = this.#find(name);
    if (owned === undefined) return -1;
    const about: About = { scope: 'flag', subject: name, span: owned.flag.span, prefix: '', steps: [] };
    return this.#choose(owned, about).index;
  }

  #find(name: string): Owned | undefined {
    for (const module of this.#request.program.checked.values())
      for (const flag of module.declarations)
        if (flag.kind === 'flag' && module.names.qualified(flag.name.text) === name)
          return { flag, module, name };
    return undefined;
  }

  #resolve(owned: Owned): ModelFlagDecision {
    const { flag, name } = owned;
    const steps: ArbitraceStep[] = [];
    const about: About = { scope: 'flag', subject: name, span: flag.span, prefix: '', steps };
    const { variant, reason } = this.#choose(owned, about);
    const values = this.#values(owned, variant, about);
    const isDefault = variant === (flag.default?.text ?? '');
    return { flag: name, variant, values, isDefault, reason, arbitrace: steps };
  }

  #choose(owned: Owned, about: About): Chosen {
    const { flag, module, name } = owned;
    const request = this.#request;
    const byDefault = { variant: flag.default?.text ?? '', index: -1 };
    const override = request.options.overrides?.flags?.[name];
    if (!request.opens({ ...OPEN, killSwitch: flag.killSwitch }, override, about))
      return { ...byDefault, reason: 'kill-switched' };
    for (const required of flag.requires) {
      const found = module.references.get(required);
      const other = found === undefined ? required.text : qualifiedName(found);
      if (!request.passesRequirement(other, this.isOn(other), about))
        return { ...byDefault, reason: `prerequisite ${other} not met` };
    }
    for (const [index, rule] of flag.rules.entries()) {
      if (request.isSkipped(`${name}/${index + 1}`)) continue;
      const choice = this.#apply(owned, { rule, index }, { ...about, span: rule.span });
      if (choice !== null) return { ...choice, index };
    }
    return { ...byDefault, reason: 'no rules matched' };
  }

  #apply(
    { module, name }: Owned,
    { rule, index }: { readonly rule: FlagRule; readonly index: number },
    about: About,
  ): Choice | null {
    const request = this.#request;
    const { governance, segment, condition, serves } = rule;
    const override = request.options.overrides?.flagRules?.[name]?.[String(index)];
    if (!request.opens(governance, override, about)) return null;
    if (!request.passesSegment(segment, module, about)) return null;
    const unit = request.unit(module);
    const held = request.inlineHolds(condition, unit, about);
    if (unit.notes.trap !== null) request.trapped(unit.notes.trap, about);
    const place = `flag:${name}:rule:${index}`;
    if (held !== true || !request.passesRollout(governance.rollout, { override, place }, about)) return null;
    if (serves.kind === 'variant-name') return { variant: serves.text, reason: this.#reason(rule, module) };
    const variant = this.#assign(serves, `${place}:split`, about);
    return variant === null ? null : { variant, reason: 'assigned by split' };
  }

  #reason({ segment, condition }: FlagRule, module: CheckedModule): string {
    const found = segment === null ? undefined : module.references.get(segment);
    if (found === undefined)
      return condition === null ? 'matched unconditionally' : 'matched inline condition';
    const matched = `matched segment ${qualifiedName(found)}`;
    return condition === null ? matched : `${matched} and inline condition`;
  }

  /** Bands of the buckets, one behind the other; a weight of nothing is no band. */
  #assign({ subject: by, namespace: own, weights }: Split, place: string, about: About): string | null {
    const request = this.#request;
    const path = by?.text ?? 'user.id';
    const namespace = request.namespace(own?.value, place);
    const subject = request.subject(path);
    const gate = {
      check: `split by ${path} namespace "${namespace}"`,
      phase: 'effect',
      kind: 'split',
    } as const;
    if (subject === null) {
      request.step(about, {
        ...gate,
        detail: `subject_key=${path} missing, resolution=10000`,
        passes: false,
      });
      return null;
    }
    const bucket = bucketOf(namespace, subject);
    const ends = weights.map((_, index) =>
      weights.slice(0, index + 1).reduce((sum, { weight }) => sum + weight.value, 0),
    );
    const assigned = weights.find((_, index) => bucket < (ends[index] ?? 0))?.variant.text ?? null;
    const bands = weights.flatMap(({ variant, weight }, index) => {
      const end = ends[index] ?? 0;
      return weight.value === 0 ? [] : [`${variant.text}:${end - weight.value}-${end - 1}`];
    });
    const seen = `subject_key=${path}, subject="${subject}", namespace="${namespace}", bucket=${bucket}`;
    const detail = `${seen}, assigned=${assigned ?? ''}, bands={${bands.join(',')}}`;
    request.step(about, { ...gate, detail, passes: assigned !== null });
    return assigned;
  }

  /** Defaults, and those of the variant over them; one that fails is null. */
  #values({ flag, module }: Owned, variant: string, about: About): ModelRecord | null {
    if (flag.variants.length === 0 && (flag.defaults?.params ?? []).length === 0) return null;
    const own = flag.variants.find(({ name }) => name.text === variant)?.params ?? [];
    const valueOf = ({ name, value }: Param): readonly [string, ModelValue] => {
      const unit = this.#request.unit(module);
      const result = evaluate(value, unit);
      if (unit.notes.trap !== null) this.#request.trapped(unit.notes.trap, about);
      return [name.text, unit.notes.trap === null ? result : null];
    };
    return record([...(flag.defaults?.params ?? []), ...own].map(valueOf));
  }
}

function unknownFlag(flag: string): ModelFlagDecision {
  return { flag, variant: '', values: null, isDefault: true, reason: 'flag not found', arbitrace: [] };
}
