/** Segments, rules, strategies and expert rules to their compiled form. */
import type {
  Arm,
  ExpertRuleDeclaration,
  RuleDeclaration,
  SegmentDeclaration,
  StrategyDeclaration,
} from '../ast/nodes.ts';
import type {
  CompiledArm,
  CompiledExpertRule,
  CompiledRule,
  CompiledSegment,
  CompiledStrategy,
} from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { compileGovernance } from './governance.ts';
import { type Assembly, programName } from './lowering.ts';
import { conditionOf, UnitWriter } from './unit.ts';

export function compileSegment(
  { name, condition }: SegmentDeclaration,
  module: CheckedModule,
  assembly: Assembly,
): CompiledSegment {
  const writer = new UnitWriter(assembly, module);
  const code = writer.expression(condition);
  const { factTypes, clock, round } = writer.reads;
  return {
    name: module.names.qualified(name.text),
    code,
    locals: writer.locals,
    factTypes: [...factTypes].sort(),
    readsClock: clock,
    readsRound: round,
  };
}

export function compileRule(rule: RuleDeclaration, module: CheckedModule, assembly: Assembly): CompiledRule {
  const { name, priority, tags, governance, when, then, otherwise, span } = rule;
  const writer = new UnitWriter(assembly, module);
  const code = writer.block(when?.block ?? null);
  const action = writer.action(programName(then.name, module), then);
  const fallback = otherwise === null ? null : writer.action(programName(otherwise.name, module), otherwise);
  return {
    name: module.names.qualified(name.text),
    priority: priority?.value ?? 0,
    tags: tags.map(({ text }) => text),
    governance: compileGovernance(governance, module),
    when: conditionOf(when, { code, locals: writer.locals, module }),
    then: action,
    otherwise: fallback,
    span: assembly.placement.place(span),
  };
}

export function compileStrategy(
  { name, returns, arms, span }: StrategyDeclaration,
  module: CheckedModule,
  assembly: Assembly,
): CompiledStrategy {
  return {
    name: module.names.qualified(name.text),
    returns: programName(returns, module),
    arms: arms.map((arm) => compileArm(arm, module, assembly)),
    span: assembly.placement.place(span),
  };
}

function compileArm(arm: Arm, module: CheckedModule, assembly: Assembly): CompiledArm {
  const { label, governance, when, span } = arm;
  const writer = new UnitWriter(assembly, module);
  const code = writer.block(when?.block ?? null);
  const then = writer.action(label.text, arm);
  return {
    label: label.text,
    governance: compileGovernance(governance, module),
    when: conditionOf(when, { code, locals: writer.locals, module }),
    then,
    span: assembly.placement.place(span),
  };
}

export function compileExpertRule(
  rule: ExpertRuleDeclaration,
  module: CheckedModule,
  {
    assembly,
    segments,
  }: { readonly assembly: Assembly; readonly segments: ReadonlyMap<string, CompiledSegment> },
): CompiledExpertRule {
  const { name, priority, tags, governance, when, temporal, then, span } = rule;
  const writer = new UnitWriter(assembly, module);
  const code = writer.block(when?.block ?? null);
  const action = writer.action(programName(then.target, module), then);
  const set = writer.params(then.set ?? []);
  const condition = conditionOf(when, { code, locals: writer.locals, module });
  const segment = segments.get(condition.segment ?? '');
  if (segment !== undefined) writer.reads.addAll(segment);
  return {
    name: module.names.qualified(name.text),
    priority: priority?.value ?? 0,
    tags: tags.map(({ text }) => text),
    governance: compileGovernance(governance, module),
    noLoop: rule.noLoop,
    stable: rule.stable,
    activationGroup: rule.activationGroup?.text ?? '',
    perFact: rule.perFact,
    when: condition,
    forMs: temporal?.operator === 'for' ? temporal.duration.ms : 0,
    withinMs: temporal?.operator === 'within' ? temporal.duration.ms : 0,
    stableForCycles: temporal?.operator === 'stable_for' ? temporal.cycles.value : 0,
    cooldownMs: rule.cooldown?.ms ?? 0,
    debounceMs: rule.debounce?.ms ?? 0,
    effect: then.effect,
    then: action,
    set,
    factTypes: writer.reads.factTypes,
    readsClock: writer.reads.clock,
    readsRound: writer.reads.round,
    span: assembly.placement.place(span),
  };
}
