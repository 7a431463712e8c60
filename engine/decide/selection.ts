/** Which rules a caller asks for by tag. A rule that is filtered out still counts as prerequisite of others. */
import type { CompiledRule } from '#lang/bytecode/program.js';

export interface Selection {
  /** Rules that carry one of these. */
  readonly tags?: readonly string[];
  /** Rules that carry all of these. */
  readonly allTags?: readonly string[];
}

export function isSelected({ tags: own }: Pick<CompiledRule, 'tags'>, { tags, allTags }: Selection): boolean {
  return (
    (tags === undefined || tags.some((tag) => own.includes(tag))) &&
    (allTags === undefined || allTags.every((tag) => own.includes(tag)))
  );
}
