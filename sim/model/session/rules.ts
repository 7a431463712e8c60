/** The expert rules of a program as a session of the model runs them, in running order. */
import type { ExpertRuleDeclaration, Name } from '#lang/ast/nodes.js';
import type { CheckedModule } from '#lang/checker/checked.js';
import { qualifiedName } from '#lang/checker/names.js';
import { recordFields } from '#lang/checker/schema.js';
import type { RecordField } from '#lang/types.js';
import type { ModelProgram } from '../request.ts';
import { ModelReads } from './reads.ts';

export interface ModelExpertRule {
  readonly name: string;
  readonly priority: number;
  readonly declaration: ExpertRuleDeclaration;
  readonly module: CheckedModule;
  readonly requires: readonly string[];
  readonly excludes: readonly string[];
  readonly reads: ModelReads;
  /** The fact type or outcome that it is about. */
  readonly target: string;
  /** Of the target, where it is declared. */
  readonly schema: readonly RecordField[] | null;
  readonly forMs: number;
  readonly withinMs: number;
  readonly stableForCycles: number;
  readonly debounceMs: number;
  readonly cooldownMs: number;
}

/** Prerequisites and exclusions first, then ascending priority, then as in the source. */
export function runningOrder(program: ModelProgram): readonly ModelExpertRule[] {
  const waiting = rulesOf(program).map((rule, place) => ({ rule, place }));
  const ordered: ModelExpertRule[] = [];
  while (waiting.length > 0) {
    const names = new Set(ordered.map(({ name }) => name));
    const ready = waiting.filter(({ rule }) =>
      [...rule.requires, ...rule.excludes].every((name) => names.has(name)),
    );
    const [first] = ready.toSorted((a, b) => a.rule.priority - b.rule.priority || a.place - b.place);
    if (first === undefined) return ordered;
    ordered.push(first.rule);
    waiting.splice(waiting.indexOf(first), 1);
  }
  return ordered;
}

function rulesOf(program: ModelProgram): readonly ModelExpertRule[] {
  return [...program.checked.values()]
    .reverse()
    .flatMap((module) =>
      module.declarations
        .filter((declaration) => declaration.kind === 'expert-rule')
        .map((declaration) => ruleOf(declaration, module, program)),
    );
}

function ruleOf(
  declaration: ExpertRuleDeclaration,
  module: CheckedModule,
  program: ModelProgram,
): ModelExpertRule {
  const { name, priority, governance, temporal, debounce, cooldown, then } = declaration;
  const kind = then.effect === 'emit' ? 'outcome' : 'fact';
  return {
    name: module.names.qualified(name.text),
    priority: priority?.value ?? 0,
    declaration,
    module,
    requires: governance.requires.map((each) => nameOf(each, module)),
    excludes: governance.excludes.map((each) => nameOf(each, module)),
    reads: readsOf(declaration, module, program),
    target: nameOf(then.target, module),
    schema: schemaOf(then.target, kind, module),
    forMs: temporal?.operator === 'for' ? temporal.duration.ms : 0,
    withinMs: temporal?.operator === 'within' ? temporal.duration.ms : 0,
    stableForCycles: temporal?.operator === 'stable_for' ? temporal.cycles.value : 0,
    debounceMs: debounce?.ms ?? 0,
    cooldownMs: cooldown?.ms ?? 0,
  };
}

/** In the order of the text, the segment behind everything else. */
function readsOf(
  { when, then }: ExpertRuleDeclaration,
  module: CheckedModule,
  { checked }: ModelProgram,
): ModelReads {
  const reads = new ModelReads(checked);
  const block = when?.block ?? null;
  for (const { value } of block?.lets ?? []) reads.add(value, module);
  if (block !== null && block.condition !== null) reads.add(block.condition, module);
  for (const { value } of [...then.lets, ...then.params, ...(then.set ?? [])]) reads.add(value, module);
  const segment = when?.segment ?? null;
  const found = segment === null ? undefined : module.references.get(segment);
  if (found?.declaration.kind !== 'segment') return reads;
  const own = new ModelReads(checked);
  own.add(found.declaration.condition, checked.get(found.module.path) ?? module);
  for (const type of own.factTypes.toSorted()) reads.addType(type);
  reads.ages.push(...own.ages);
  reads.clock ||= own.clock;
  reads.round ||= own.round;
  return reads;
}

/** The name that the program has for what a name refers to. */
function nameOf(name: Name, { references }: CheckedModule): string {
  const found = references.get(name);
  return found === undefined ? name.text : qualifiedName(found);
}

function schemaOf(
  target: Name,
  kind: 'fact' | 'outcome',
  { references }: CheckedModule,
): readonly RecordField[] | null {
  const declaration = references.get(target)?.declaration;
  return declaration?.kind === kind ? recordFields(declaration.fields) : null;
}
