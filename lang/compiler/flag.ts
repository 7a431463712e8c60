/** Flags to their compiled form: one writer for all of a flag, because its payloads and rules share nothing but slots. */
import type { FlagDeclaration, FlagRule } from '../ast/nodes.ts';
import type { CompiledFlag, CompiledFlagRule, Serving } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { compileGovernance, subjectOf, switchState } from './governance.ts';
import { type Assembly, programName } from './lowering.ts';
import { segmentOf, UnitWriter } from './unit.ts';

export function compileFlag(flag: FlagDeclaration, module: CheckedModule, assembly: Assembly): CompiledFlag {
  const writer = new UnitWriter(assembly, module);
  const defaults = writer.params(flag.defaults?.params ?? []);
  const variants = flag.variants.map(({ name, params }) => ({
    name: name.text,
    params: writer.params(params),
  }));
  const rules = flag.rules.map((rule) => compileFlagRule(rule, writer, { module, assembly }));
  return {
    name: module.names.qualified(flag.name.text),
    type: flag.type ?? 'boolean',
    default: flag.default?.text ?? '',
    killSwitch: switchState(flag.killSwitch),
    requires: flag.requires.map((name) => programName(name, module)),
    metadata: flag.metadata.map(({ name, value }) => ({ name: name.text, value: value.value })),
    defaults,
    variants,
    rules,
    locals: writer.locals,
    span: assembly.placement.place(flag.span),
  };
}

function compileFlagRule(
  { governance, segment, condition, serves, span }: FlagRule,
  writer: UnitWriter,
  { module, assembly }: { readonly module: CheckedModule; readonly assembly: Assembly },
): CompiledFlagRule {
  return {
    governance: compileGovernance(governance, module),
    segment: segmentOf(segment, module),
    condition: condition === null ? null : writer.expression(condition),
    serves: servingOf(serves),
    span: assembly.placement.place(span),
  };
}

function servingOf(serves: FlagRule['serves']): Serving {
  if (serves.kind === 'variant-name') return { kind: 'variant', variant: serves.text };
  return {
    kind: 'split',
    subject: subjectOf(serves.subject),
    namespace: serves.namespace?.value ?? null,
    weights: serves.weights.map(({ variant, weight }) => ({ variant: variant.text, weight: weight.value })),
  };
}
