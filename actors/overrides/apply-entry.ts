/** One entry set in a state of overrides, checked: what both stores do before they write. */
import type { Override } from '#engine';
import {
  entriesOf,
  isSameOverride,
  overrideAt,
  type OverrideTarget,
  setMembers,
  withEntry,
} from '#engine/govern/override-entries.js';
import { nameProblem, overrideProblem } from '#engine/govern/override-problem.js';
import { overridesOf, type OverrideSets, withOverrides } from '#engine/govern/override-sets.js';
import { Fault } from '#streams/faults.js';
import type { Bundle, NextOverride } from './override-store.ts';

/** Bundles with entries of their own, and entries of one of them. */
const BUNDLES_MAX = 10_000;
const ENTRIES_MAX = 10_000;

export interface EntryChange {
  readonly bundle: Bundle;
  readonly target: OverrideTarget;
  readonly next: NextOverride;
}

export interface AppliedEntry {
  readonly sets: OverrideSets;
  /** What stands there now. */
  readonly override: Override;
  readonly isChanged: boolean;
}

/** Throws `overrides/invalid`. */
export function applyEntry(sets: OverrideSets, { bundle, target, next }: EntryChange): AppliedEntry {
  const present = overridesOf(sets, bundle);
  const before = overrideAt(present, target);
  const override = setMembers(typeof next === 'function' ? next(before) : next);
  throwFor(bundle === null ? null : nameProblem(bundle));
  throwFor(overrideProblem({ target, override }));
  const isChanged = !isSameOverride(before, override);
  if (!isChanged) return { sets, override, isChanged };
  const after = withOverrides(sets, bundle, withEntry(present, { target, override }));
  throwFor(after.bundles.size <= BUNDLES_MAX ? null : `more than ${BUNDLES_MAX} bundles have some`);
  throwFor(
    entriesOf(overridesOf(after, bundle)).length <= ENTRIES_MAX
      ? null
      : `more than ${ENTRIES_MAX} stand in one place`,
  );
  return { sets: after, override, isChanged };
}

function throwFor(problem: string | null): void {
  if (problem !== null) throw new Fault('overrides/invalid', { values: { reason: problem } });
}
