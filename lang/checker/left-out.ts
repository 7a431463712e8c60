/** Rules that an arbiter runs without the ones that they require: they never fire there. */
import type { ArbiterDeclaration, ExpertRuleDeclaration, Name, RulesClause } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { leftOutRule } from './arbiter-errors.ts';
import type { ModuleNames } from './names.ts';

/** An expert rule, and the names of the module that declares it. */
export interface ExpertRule {
  readonly declaration: ExpertRuleDeclaration;
  readonly names: ModuleNames;
}

/** `rules` are those of the whole program: a tag means all that have it. */
export function checkLeftOut(
  { clauses }: ArbiterDeclaration,
  { rules, names }: { readonly rules: readonly ExpertRule[]; readonly names: ModuleNames },
  diagnostics: Diagnostics,
): void {
  const chosen = clauses
    .filter((clause) => clause.kind === 'rules')
    .flatMap((clause) => choicesOf(clause, rules, names));
  const run = new Set(chosen.map(({ rule }) => rule.declaration));
  for (const { rule, by } of chosen)
    for (const required of rule.declaration.governance.requires) {
      const found = rule.names.find('expert-rule', required.text)?.declaration;
      if (found !== undefined && !run.has(found))
        leftOutRule(by, { rule: rule.declaration.name, required }, diagnostics);
    }
}

interface Choice {
  readonly rule: ExpertRule;
  /** What has chosen it: its name, or a tag. */
  readonly by: Name;
}

function choicesOf(clause: RulesClause, rules: readonly ExpertRule[], names: ModuleNames): readonly Choice[] {
  const { tag } = clause;
  const named = clause.names.flatMap((by) => {
    const found = names.find('expert-rule', by.text)?.declaration;
    return rules.filter(({ declaration }) => declaration === found).map((rule) => ({ rule, by }));
  });
  if (tag === null) return named;
  const hasTag = ({ declaration }: ExpertRule): boolean =>
    declaration.tags.some(({ text }) => text === tag.text);
  return [...named, ...rules.filter(hasTag).map((rule) => ({ rule, by: tag }))];
}
