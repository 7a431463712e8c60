/** Goal: overrides entry by entry behave as a table from targets to members, and differences lead from one state to the other. */
import fc from 'fast-check';
import t from 'tap';
import {
  changedEntries,
  entriesOf,
  layered,
  overrideAt,
  overridesFrom,
  withEntry,
} from '#engine/govern/override-entries.js';
import { overrideProblem } from '#engine/govern/override-problem.js';
import { overridesFor, overridesOf, withOverrides } from '#engine/govern/override-sets.js';
import { arbitraryEntry, arbitraryOverrides, arbitrarySets } from '../../harness/arbitrary-overrides.ts';

void t.test('laws', (t) => {
  fc.assert(
    fc.property(arbitraryOverrides, arbitraryOverrides, arbitraryEntry, (some, others, entry) => {
      t.same(overridesFrom(entriesOf(some)), some, 'apart and together again');
      const changed = withEntry(some, entry);
      t.same(overrideAt(changed, entry.target), entry.override);
      t.same(withEntry(changed, entry), changed, 'twice is once');
      t.ok(changedEntries(some, changed).length <= 1, 'nothing else changes');
      const arrived = changedEntries(some, others).reduce(withEntry, some);
      t.same(arrived, others, 'differences lead there');
      t.same(changedEntries(some, some), []);
      const both = layered(some, others);
      for (const { target, override } of entriesOf(both))
        t.same(override, { ...overrideAt(some, target), ...overrideAt(others, target) });
      t.same(layered(some, {}), some);
      t.same(layered({}, some), some);
    }),
    { seed: 1 },
  );
  t.end();
});

void t.test('sets: what counts for a bundle, and what stands for it alone', (t) => {
  fc.assert(
    fc.property(arbitrarySets, arbitraryOverrides, (sets, overrides) => {
      const changed = withOverrides(sets, 'A', overrides);
      t.same(overridesOf(changed, 'A'), overrides);
      t.same(overridesFor(changed, ['A']), layered(sets.shared, overrides));
      t.same(overridesOf(changed, 'B'), overridesOf(sets, 'B'));
      t.equal(changed.bundles.has('A'), entriesOf(overrides).length > 0);
      t.same(overridesFor(withOverrides(sets, null, overrides), ['none']), overrides);
    }),
    { seed: 1 },
  );
  t.end();
});

void t.test('in one order, whatever the order in which they came', (t) => {
  const entries = [
    { target: { kind: 'flag_rule', flag: 'f', index: 10 }, override: { rollout: 1 } },
    { target: { kind: 'flag_rule', flag: 'f', index: 2 }, override: { rollout: 1 } },
    { target: { kind: 'flag', flag: 'f' }, override: { killSwitch: true } },
    { target: { kind: 'arm', strategy: 'S', arm: 'Slow' }, override: { rollout: 1 } },
    { target: { kind: 'arm', strategy: 'S', arm: 'Fast' }, override: { rollout: 1 } },
    { target: { kind: 'rule', rule: 'B' }, override: { killSwitch: false } },
    { target: { kind: 'rule', rule: 'A' }, override: { rollout: 0 } },
    { target: { kind: 'rule', rule: 'C' }, override: {} },
  ] as const;
  t.same(entriesOf(overridesFrom(entries)), entries.slice(0, -1).reverse());
  t.end();
});

void t.test('what cannot be an override', (t) => {
  const rule = { kind: 'rule', rule: 'A' } as const;
  const flag = { kind: 'flag', flag: 'f' } as const;
  const flagRule = { kind: 'flag_rule', flag: 'f', index: 0 } as const;
  const share = 'a rollout is basis points, a whole number from 0 to 10000';
  t.equal(overrideProblem({ target: rule, override: { killSwitch: false, rollout: 10_000 } }), null);
  t.equal(overrideProblem({ target: rule, override: { rollout: 10_001 } }), share);
  t.equal(overrideProblem({ target: rule, override: { rollout: Number.NaN } }), share);
  t.equal(
    overrideProblem({ target: flag, override: { rollout: 1 } }),
    'a flag has no rollout, its rules have',
  );
  t.equal(
    overrideProblem({ target: flagRule, override: { killSwitch: true } }),
    'a rule of a flag has no kill switch, the flag has',
  );
  t.equal(overrideProblem({ target: { ...rule, rule: '' }, override: {} }), 'a name is empty');
  t.match(overrideProblem({ target: { ...flagRule, index: 0.5 }, override: {} }), /counted from 0/);
  t.match(overrideProblem({ target: { ...rule, rule: '\ud800' }, override: {} }), /no text/);
  t.end();
});
