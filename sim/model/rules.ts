/** Rules by the model: each is decided when its turn comes or another asks for it, and once only. */
import type { ArbitraceStep, MatchedRule, RuleOptions, Trap } from '#engine';
import type { Action, RuleDeclaration } from '#lang/ast/nodes.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { qualifiedName } from '#lang/checker/names.js';
import { bind, evaluateParams } from './evaluate.ts';
import { ModelFlags } from './flags.ts';
import type { About, ModelRequest } from './request.ts';
import type { Unit } from './unit.ts';
import type { ModelRecord } from './value.ts';

export type ModelMatch = Omit<MatchedRule, 'params'> & { readonly params: ModelRecord };

export interface ModelDecision {
  readonly matched: readonly ModelMatch[];
  readonly errors: readonly Trap[];
  readonly arbitrace: readonly ArbitraceStep[];
}

/** A rule and the module that it belongs to, by its name in the program. */
interface Owned {
  readonly rule: RuleDeclaration;
  readonly module: CheckedModule;
  readonly name: string;
}

export function decideRules(request: ModelRequest): ModelDecision {
  const { onTrap } = request.options;
  const pass = new RulePass(request);
  const selected = selectedOf(pass.all, request.options);
  for (const { name } of selected) {
    pass.decide(name);
    if (onTrap === 'fail' && request.errors.length > 0)
      return { matched: [], errors: request.errors, arbitrace: pass.arbitrace };
  }
  const matched = selected.flatMap(({ name }) => pass.decide(name) ?? []);
  return { matched, errors: request.errors, arbitrace: pass.arbitrace };
}

/** Conditions and fallbacks alone: no gate is asked. */
export function matchRules(request: ModelRequest): Omit<ModelDecision, 'arbitrace'> {
  const matched: ModelMatch[] = [];
  for (const owned of selectedOf(rulesOf(request), request.options)) {
    const { rule, module, name } = owned;
    const about: About = { scope: 'rule', subject: name, span: rule.span, prefix: '', steps: [] };
    const unit = request.unit(module);
    const held = request.blockHolds(rule.when?.block ?? null, unit, about);
    const action = held === true ? rule.then : held === false ? rule.otherwise : null;
    const match = action === null ? null : matchOf(owned, { action, fallback: held === false }, unit);
    if (match !== null && unit.notes.trap === null) matched.push(match);
    if (unit.notes.trap !== null) request.erred(unit.notes.trap, name, about);
    if (request.options.onTrap === 'fail' && request.errors.length > 0)
      return { matched: [], errors: request.errors };
  }
  return { matched, errors: request.errors };
}

function selectedOf(all: readonly Owned[], { tags, allTags }: RuleOptions): readonly Owned[] {
  const isSelected = ({ rule }: Owned): boolean => {
    const own = rule.tags.map(({ text }) => text);
    return (
      (tags?.some((tag) => own.includes(tag)) ?? true) && (allTags?.every((tag) => own.includes(tag)) ?? true)
    );
  };
  return all
    .filter(isSelected)
    .toSorted((a, b) => (a.rule.priority?.value ?? 0) - (b.rule.priority?.value ?? 0));
}

/** Those of the root first, then those of what it imports. */
function rulesOf({ program }: ModelRequest): readonly Owned[] {
  return [...program.checked.values()]
    .reverse()
    .flatMap((module) =>
      module.declarations
        .filter((declaration) => declaration.kind === 'rule')
        .map((rule) => ({ rule, module, name: module.names.qualified(rule.name.text) })),
    );
}

class RulePass {
  readonly all: readonly Owned[];
  readonly arbitrace: ArbitraceStep[] = [];
  readonly #request: ModelRequest;
  readonly #flags: ModelFlags;
  readonly #decided = new Map<string, ModelMatch | null>();

  constructor(request: ModelRequest) {
    this.#request = request;
    this.#flags = new ModelFlags(request);
    this.all = rulesOf(request);
  }

  decide(name: string): ModelMatch | null {
    const known = this.#decided.get(name);
    const owned = this.all.find((each) => each.name === name);
    if (known !== undefined || owned === undefined) return known ?? null;
    const { rule, module } = owned;
    const about: About = { scope: 'rule', subject: name, span: rule.span, prefix: '', steps: [] };
    const unit = this.#request.unit(module);
    const match = this.#match(owned, unit, about);
    const { trap } = unit.notes;
    if (trap !== null) this.#request.erred(trap, name, about);
    this.arbitrace.push(...about.steps);
    this.#decided.set(name, trap === null ? match : null);
    return trap === null ? match : null;
  }

  #match(owned: Owned, unit: Unit, about: About): ModelMatch | null {
    const request = this.#request;
    const { rule, module, name } = owned;
    const override = request.options.overrides?.rules?.[name];
    const isOpen = request.opens(rule.governance, override, about);
    if (!isOpen || !this.#passesOthers(owned, about)) return null;
    if (!request.passesSegment(rule.when?.segment ?? null, module, about)) return null;
    const held = request.blockHolds(rule.when?.block ?? null, unit, about);
    if (held === true) {
      const place = { override, place: `rule:${name}` };
      const isIn = request.passesRollout(rule.governance.rollout, place, about);
      return isIn ? matchOf(owned, { action: rule.then, fallback: false }, unit) : null;
    }
    if (held === null || rule.otherwise === null) return null;
    const detail = `condition is false, otherwise ${actionName(rule.otherwise, module)}`;
    request.step(about, { check: 'otherwise', phase: 'effect', kind: 'fallback', detail, passes: true });
    return matchOf(owned, { action: rule.otherwise, fallback: true }, unit);
  }

  /** All prerequisites, rules before flags, then all exclusions, each decided when it is asked for. */
  #passesOthers({ rule, module }: Owned, about: About): boolean {
    const { requires, excludes } = rule.governance;
    const isMet = (name: string): boolean => this.decide(name)?.fallback === false;
    const named = requires.flatMap((name) => {
      const found = module.references.get(name);
      return found === undefined ? [] : [{ name: qualifiedName(found), kind: found.declaration.kind }];
    });
    const rules = named.filter(({ kind }) => kind !== 'flag');
    const flags = named.filter(({ kind }) => kind === 'flag');
    const barred = excludes.map((name) => {
      const found = module.references.get(name);
      return found === undefined ? name.text : qualifiedName(found);
    });
    return (
      rules.every(({ name }) => this.#request.passesRequirement(name, isMet(name), about)) &&
      flags.every(({ name }) => this.#request.passesRequirement(name, this.#flags.isOn(name), about)) &&
      barred.every((name) => this.#request.passesExclusion(name, isMet(name), about))
    );
  }
}

function matchOf(
  { rule, module, name }: Owned,
  { action, fallback }: { readonly action: Action; readonly fallback: boolean },
  unit: Unit,
): ModelMatch {
  bind(action.lets, unit);
  const params = evaluateParams(action.params, unit);
  return {
    name,
    priority: rule.priority?.value ?? 0,
    action: actionName(action, module),
    params,
    fallback,
  };
}

function actionName({ name }: Action, module: CheckedModule): string {
  const found = module.references.get(name);
  return found === undefined ? name.text : qualifiedName(found);
}
