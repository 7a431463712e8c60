/**
 * Overrides of several programs kept in one place: those of a bundle count for that bundle alone, shared ones for every
 * program, beneath those of its bundle.
 */
import { entriesOf, layered } from './override-entries.ts';
import type { Overrides } from './overrides.ts';

export interface OverrideSets {
  readonly shared: Overrides;
  /** By what the bundle is called: a name, or the id of one version. */
  readonly bundles: ReadonlyMap<string, Overrides>;
}

export const NO_OVERRIDES: OverrideSets = { shared: {}, bundles: new Map() };

/** What counts for the bundle that is called by all of these names, a later one over an earlier one. */
export function overridesFor({ shared, bundles }: OverrideSets, names: readonly string[]): Overrides {
  return names.reduce((lower, name) => layered(lower, bundles.get(name) ?? {}), shared);
}

/** As they stand for one bundle alone, or the shared ones for `null`. */
export function overridesOf({ shared, bundles }: OverrideSets, bundle: string | null): Overrides {
  return bundle === null ? shared : (bundles.get(bundle) ?? {});
}

/** In the place of those that stood there; a bundle without entries is left out. */
export function withOverrides(
  { shared, bundles }: OverrideSets,
  bundle: string | null,
  overrides: Overrides,
): OverrideSets {
  if (bundle === null) return { shared: overrides, bundles };
  const others = [...bundles].filter(([name]) => name !== bundle);
  const own = entriesOf(overrides).length === 0 ? [] : [[bundle, overrides] as const];
  return { shared, bundles: new Map([...others, ...own]) };
}
