/** Overrides by chance: few names, so that entries meet, some of them awkward. */
import fc from 'fast-check';
import type { Override, Overrides } from '#engine';
import { type OverrideEntry, overridesFrom, type OverrideTarget } from '#engine/govern/override-entries.js';
import type { OverrideSets } from '#engine/govern/override-sets.js';

const name = fc.constantFrom('A', 'B', 'ü', '10', '__proto__', 'constructor', 'a.b', 'a b/%', '~');
const killSwitch = fc.boolean();
const rollout = fc.integer({ min: 0, max: 10_000 });

/** Entries that set nothing are among them. */
export const arbitraryEntry: fc.Arbitrary<OverrideEntry> = fc.oneof(
  entry(fc.record({ kind: fc.constant('rule'), rule: name }), { killSwitch, rollout }),
  entry(fc.record({ kind: fc.constant('arm'), strategy: name, arm: name }), { killSwitch, rollout }),
  entry(fc.record({ kind: fc.constant('flag'), flag: name }), { killSwitch }),
  entry(fc.record({ kind: fc.constant('flag_rule'), flag: name, index: fc.nat({ max: 12 }) }), { rollout }),
);

export const arbitraryOverrides: fc.Arbitrary<Overrides> = fc
  .array(arbitraryEntry, { maxLength: 12 })
  .map((entries) => overridesFrom(entries));

export const arbitrarySets: fc.Arbitrary<OverrideSets> = fc
  .record({
    shared: arbitraryOverrides,
    bundles: fc.uniqueArray(fc.tuple(name, arbitraryOverrides), {
      selector: ([bundle]) => bundle,
      maxLength: 4,
    }),
  })
  .map(({ shared, bundles }) => ({
    shared,
    bundles: new Map(bundles.filter(([, overrides]) => Object.keys(overrides).length > 0)),
  }));

function entry(
  target: fc.Arbitrary<OverrideTarget>,
  members: { readonly [Member in keyof Override]: fc.Arbitrary<NonNullable<Override[Member]>> },
): fc.Arbitrary<OverrideEntry> {
  return fc.record({ target, override: fc.record(members, { requiredKeys: [] }) });
}
