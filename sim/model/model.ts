/**
 * A reference oracle: rules, strategies and flags decided straight from the checked tree, without bytecode and without the
 * engine's machine. It is slow and obvious. Tests compare it with the engine: whatever a program and a context are, both must say
 * the same, traces included.
 */
import type { ArbitraceStep, StrategyDecision, ValueRecord } from '#engine';
import { type Diagnostic, type Files } from '#lang';
import type { Arm, StrategyDeclaration } from '#lang/ast/nodes.js';
import { check } from '#lang/checker/check.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { qualifiedName } from '#lang/checker/names.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { linkModules } from '#lang/module/link.js';
import type { Source } from '#lang/source.js';
import { bind, evaluateParams } from './evaluate.ts';
import { type ModelFlagDecision, ModelFlags } from './flags.ts';
import { type About, type ModelOptions, type ModelProgram, type ModelRequest, requestOf } from './request.ts';
import { decideRules, matchRules, type ModelDecision } from './rules.ts';
import { type ModelRecord, record } from './value.ts';

export type ModelStrategyDecision = Omit<StrategyDecision, 'params'> & { readonly params: ModelRecord };

/** A program that can be asked what it decides. */
export interface Model {
  /** Contexts are those that `contextFromJson` gives the engine. */
  decide(context: ValueRecord, options: ModelOptions): ModelDecision;
  match(context: ValueRecord, options: ModelOptions): Omit<ModelDecision, 'arbitrace'>;
  strategy(name: string, context: ValueRecord, options: ModelOptions): ModelStrategyDecision | undefined;
  flag(name: string, context: ValueRecord, options: ModelOptions): ModelFlagDecision;
  /** Index of the rule that decides a flag, −1 for none. */
  flagRule(name: string, context: ValueRecord, options: ModelOptions): number;
}

/** The model of a program, or what is wrong with it. `entry` is its root. */
export function modelOf(entry: string, files: Files): Model | { readonly errors: readonly Diagnostic[] } {
  const program = modelProgramOf(entry, files);
  if ('errors' in program) return program;
  return {
    decide: (context, options) => decideRules(requestOf(program, context, options)),
    match: (context, options) => matchRules(requestOf(program, context, options)),
    strategy: (name, context, options) => decideStrategy(name, requestOf(program, context, options)),
    flagRule: (name, context, options) => new ModelFlags(requestOf(program, context, options)).decider(name),
    flag: (name, context, options) => new ModelFlags(requestOf(program, context, options)).decide(name),
  };
}

/** The tree that models walk, or what is wrong with it. */
export function modelProgramOf(
  entry: string,
  files: Files,
): ModelProgram | { readonly errors: readonly Diagnostic[] } {
  const diagnostics = new Diagnostics();
  const modules = linkModules(entry, files, diagnostics);
  for (const module of modules.values()) for (const { findings } of module.files) diagnostics.add(findings);
  const checked = check(modules.values(), diagnostics);
  if (diagnostics.hasErrors)
    return { errors: diagnostics.sorted().filter(({ severity }) => severity === 'error') };
  const sources = [...modules.values()]
    .reverse()
    .flatMap(({ files: own }) => own.map(({ source }) => source));
  return { checked, place: placesOf(sources) };
}

/** Files lie one behind the other in the text of a program. */
function placesOf(sources: readonly Source[]): ModelProgram['place'] {
  const distinct = [...new Set(sources)];
  return ({ source, start, end }) => {
    const before = distinct.slice(0, distinct.indexOf(source));
    const offset = before.reduce((sum, { text }) => sum + text.length, 0);
    return { start: offset + start, end: offset + end };
  };
}

function decideStrategy(name: string, request: ModelRequest): ModelStrategyDecision | undefined {
  for (const module of request.program.checked.values())
    for (const strategy of module.declarations)
      if (strategy.kind === 'strategy' && module.names.qualified(strategy.name.text) === name)
        return selectArm({ strategy, module, name }, request);
  return undefined;
}

interface Owned {
  readonly strategy: StrategyDeclaration;
  readonly module: CheckedModule;
  readonly name: string;
}

/** The first arm that nothing stops. */
function selectArm(owned: Owned, request: ModelRequest): ModelStrategyDecision {
  const { strategy, module, name } = owned;
  const found = module.references.get(strategy.returns);
  const outcome = found === undefined ? strategy.returns.text : qualifiedName(found);
  const arbitrace: ArbitraceStep[] = [];
  const { errors } = request;
  for (const arm of strategy.arms) {
    if (request.isSkipped(`${name}/${arm.label.text}`)) continue;
    const params = paramsOf(owned, { arm, steps: arbitrace }, request);
    if (params !== null)
      return { strategy: name, outcome, selected: arm.label.text, params, errors, arbitrace };
  }
  return { strategy: name, outcome, selected: '', params: record([]), errors, arbitrace };
}

/** `null` when the arm is not selected. */
function paramsOf(
  { module, name }: Owned,
  { arm, steps }: { readonly arm: Arm; readonly steps: ArbitraceStep[] },
  request: ModelRequest,
): ModelRecord | null {
  const label = arm.label.text;
  const prefix = `strategy:${name}/${label}:`;
  const about: About = { scope: 'strategy', subject: name, span: arm.span, prefix, steps };
  const unit = request.unit(module);
  const isSelected = (): boolean => {
    if (arm.isElse) {
      const gate = { check: 'fallback', phase: 'effect', kind: 'fallback' } as const;
      return request.step(about, { ...gate, detail: 'else arm selected', passes: true });
    }
    const override = request.options.overrides?.arms?.[name]?.[label];
    const place = `strategy:${name}:candidate:${label}`;
    return (
      request.opens(arm.governance, override, about) &&
      request.passesSegment(arm.when?.segment ?? null, module, about) &&
      request.blockHolds(arm.when?.block ?? null, unit, about) === true &&
      request.passesRollout(arm.governance.rollout, { override, place }, about)
    );
  };
  const selected = isSelected();
  if (selected) bind(arm.lets, unit);
  const params = selected ? evaluateParams(arm.params, unit) : null;
  if (unit.notes.trap !== null) request.erred(unit.notes.trap, `${name}/${label}`, about);
  return unit.notes.trap === null ? params : null;
}
