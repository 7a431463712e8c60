/** Which rules a caller asks for by tag, and which others those need: a rule that is filtered out still counts as prerequisite. */
import type { CompiledRule } from '#lang/bytecode/program.js';

export interface Selection {
  /** Rules that carry one of these. */
  readonly tags?: readonly string[];
  /** Rules that carry all of these. */
  readonly allTags?: readonly string[];
}

export interface Selected {
  readonly selected: ReadonlySet<CompiledRule>;
  readonly needed: ReadonlySet<CompiledRule>;
}

export function selectRules(rules: readonly CompiledRule[], { tags, allTags }: Selection): Selected {
  if (tags === undefined && allTags === undefined) {
    const all = new Set(rules);
    return { selected: all, needed: all };
  }
  const isSelected = (rule: CompiledRule): boolean =>
    (tags === undefined || tags.some((tag) => rule.tags.includes(tag))) &&
    (allTags === undefined || allTags.every((tag) => rule.tags.includes(tag)));
  const selected = new Set(rules.filter(isSelected));
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const needed = new Set(selected);
  for (const { governance } of needed) {
    for (const name of [...governance.requires, ...governance.excludes]) {
      const other = byName.get(name);
      if (other !== undefined) needed.add(other);
    }
  }
  return { selected, needed };
}
