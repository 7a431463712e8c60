/** Which rules a caller asks for by tag. A rule that is filtered out still counts as prerequisite of others. */
import type { CompiledRule } from '#lang/bytecode/program.js';

export interface Selection {
  /** Rules that carry one of these. */
  readonly tags?: readonly string[];
  /** Rules that carry all of these. */
  readonly allTags?: readonly string[];
}

/** In the order of the source. */
export function selectRules(rules: readonly CompiledRule[], { tags, allTags }: Selection): CompiledRule[] {
  return rules.filter(
    (rule) =>
      (tags === undefined || tags.some((tag) => rule.tags.includes(tag))) &&
      (allTags === undefined || allTags.every((tag) => rule.tags.includes(tag))),
  );
}
