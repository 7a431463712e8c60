/** Goal: overrides from outside are understood completely or refused with the place of the mistake, and go out as they came in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { overrideFileText, overrideSetsJson } from '#streams/codec/override-json.js';
import { overridesFromJson, overrideSetsFromJson, overrideSetsFromText } from '#streams/codec/overrides.js';
import { arbitrarySets } from '../../harness/arbitrary-overrides.ts';
import { ROOT } from '../../harness/sources.ts';

function problemOf(raw: unknown): string {
  const parsed = overridesFromJson(raw);
  return 'problem' in parsed ? parsed.problem : '';
}

void t.test('every section', (t) => {
  const raw = {
    rules: { Free: { kill_switch: true, rollout: 2500 }, Other: { kill_switch: null, rollout: 0 } },
    arms: { Route: { Fast: { rollout: 10_000 } } },
    flags: { checkout: { kill_switch: false } },
    flag_rules: { checkout: { '0': { rollout: 1 } } },
  };
  const parsed = overridesFromJson(raw);
  t.same(parsed, {
    overrides: {
      rules: { Free: { killSwitch: true, rollout: 2500 }, Other: { rollout: 0 } },
      arms: { Route: { Fast: { rollout: 10_000 } } },
      flags: { checkout: { killSwitch: false } },
      flagRules: { checkout: { '0': { rollout: 1 } } },
    },
  });
  for (const raw of [{}, { rules: null }, { rules: { A: null } }, { rules: { A: { rollout: null } } }])
    t.same(overridesFromJson(raw), { overrides: {} });
  t.end();
});

void t.test('bundles: over what counts for every program, one name over another, member by member', (t) => {
  const raw = {
    rules: { A: { kill_switch: true, rollout: 100 }, B: { rollout: 200 } },
    bundles: {
      shop: { rules: { A: { kill_switch: false } }, flags: { f: { kill_switch: true } } },
      '0123456789abcdef': { rules: { A: { rollout: 300 } } },
    },
  };
  const counting = (...names: readonly string[]): unknown => overridesFromJson(raw, names);
  const shared = { A: { killSwitch: true, rollout: 100 }, B: { rollout: 200 } };
  t.same(counting(), { overrides: { rules: shared } });
  t.same(counting('bank'), { overrides: { rules: shared } });
  const shop = {
    rules: { ...shared, A: { killSwitch: false, rollout: 100 } },
    flags: { f: { killSwitch: true } },
  };
  t.same(counting('shop'), { overrides: shop });
  const both = { ...shop, rules: { ...shop.rules, A: { killSwitch: false, rollout: 300 } } };
  t.same(counting('shop', '0123456789abcdef'), { overrides: both });
  t.end();
});

void t.test('a kill switch as a boolean, as a state, or as both where they agree', (t) => {
  const read = (entry: object): unknown => {
    const parsed = overridesFromJson({ rules: { A: entry } });
    return 'problem' in parsed ? parsed.problem : (parsed.overrides.rules?.['A']?.killSwitch ?? null);
  };
  const cases: readonly (readonly [entry: object, read: unknown])[] = [
    [{ kill_switch_state: 'on' }, true],
    [{ kill_switch_state: 'off' }, false],
    [{ kill_switch_state: 'unset' }, null],
    [{ kill_switch: true, kill_switch_state: 'on' }, true],
    [{ kill_switch: null, kill_switch_state: 'off' }, false],
    [{ kill_switch: null, kill_switch_state: 'unset' }, null],
  ];
  for (const [entry, expected] of cases) t.equal(read(entry), expected, JSON.stringify(entry));
  for (const [kill_switch, kill_switch_state] of [
    [true, 'off'],
    [false, 'on'],
    [true, 'unset'],
    [false, 'unset'],
  ] as const)
    t.equal(
      read({ kill_switch, kill_switch_state }),
      `\`rules.A\` contradicts itself: kill_switch is ${kill_switch}, kill_switch_state is ${kill_switch_state}`,
    );
  t.equal(read({ kill_switch_state: 'maybe' }), '`rules.A.kill_switch_state` takes on, off or unset');
  t.equal(read({ kill_switch_state: true }), '`rules.A.kill_switch_state` takes on, off or unset');
  t.end();
});

void t.test('every example of the documentation', (t) => {
  const page = readFileSync(join(ROOT, 'docs/reference/overrides-and-audit-files.md'), 'utf8');
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, example = '']) => example);
  t.ok(examples.length > 0);
  for (const example of examples) t.equal(problemOf(JSON.parse(example)), '');
  t.end();
});

void t.test('mistakes, each with its place', (t) => {
  const share = 'basis points, a whole number from 0 to 10000';
  const cases: readonly (readonly [raw: unknown, problem: string])[] = [
    [[], 'it is not an object'],
    [null, 'it is not an object'],
    [{ rule: {} }, '`rule` is not one of rules, arms, flags, flag_rules, bundles (did you mean `rules`?)'],
    [{ rules: { A: true } }, '`rules.A` is not an object'],
    [{ rules: { A: { kill_switch: 'on' } } }, '`rules.A.kill_switch` takes true or false'],
    [{ arms: { S: { A: { rollout: 10_001 } } } }, `\`arms.S.A.rollout\` takes ${share}`],
    [{ rules: { A: { rollout: 0.5 } } }, `\`rules.A.rollout\` takes ${share}`],
    [{ rules: { A: { rollout: '5' } } }, `\`rules.A.rollout\` takes ${share}`],
    [{ flags: { f: { rollout: 1 } } }, '`flags.f.rollout` is not one of kill_switch, kill_switch_state'],
    [{ flag_rules: { f: { '01': {} } } }, '`flag_rules.f.01`: rules of a flag are counted from 0 to 65535'],
    [
      { flag_rules: { f: { first: {} } } },
      '`flag_rules.f.first`: rules of a flag are counted from 0 to 65535',
    ],
    [
      { flag_rules: { f: { '0': { kill_switch: true } } } },
      '`flag_rules.f.0.kill_switch` is not one of rollout',
    ],
    [
      { rules: { A: { killSwitch: true } } },
      '`rules.A.killSwitch` is not one of kill_switch, kill_switch_state, rollout (did you mean `kill_switch`?)',
    ],
    [{ rules: { '': {} } }, '`rules.`: a name is empty'],
    [{ rules: { 'a\nb': {} } }, '`rules.a\nb`: a name holds characters that are no text'],
    [
      { bundles: { ['x'.repeat(257)]: {} } },
      `\`bundles.${'x'.repeat(257)}\`: a name has 257 bytes; at most 256 are possible`,
    ],
    [{ bundles: { shop: { rules: [] } } }, '`bundles.shop.rules` is not an object'],
    [
      { bundles: { shop: { bundles: {} } } },
      '`bundles.shop.bundles` is not one of rules, arms, flags, flag_rules',
    ],
    [{ bundles: [] }, '`bundles` is not an object'],
  ];
  for (const [raw, problem] of cases) t.equal(problemOf(raw), problem);
  t.same(overrideSetsFromText('{\n  "rules": tru'), { problem: 'it is not JSON at 2:12' });
  t.match(overrideSetsFromText('\ufeff{}'), { sets: { shared: {} } });
  t.end();
});

void t.test('names that objects have of their own are names like others', (t) => {
  const text =
    '{"rules": {"__proto__": {"kill_switch": true}}, "bundles": {"constructor": {"flags": {"toString": {"kill_switch": false}}}}}';
  const parsed = overrideSetsFromText(text);
  if ('problem' in parsed) return t.fail(parsed.problem);
  t.same(JSON.parse(overrideFileText(parsed.sets)), JSON.parse(text));
  t.same(Object.keys(parsed.sets.shared.rules ?? {}), ['__proto__']);
  t.equal(Object.getPrototypeOf(parsed.sets.shared.rules), Object.prototype);
  t.same([...parsed.sets.bundles.keys()], ['constructor']);
  return t.end();
});

void t.test('read ∘ write = id, in both forms; nothing from outside throws', (t) => {
  fc.assert(
    fc.property(arbitrarySets, (sets) => {
      t.same(overrideSetsFromText(overrideFileText(sets)), { sets });
      t.same(overrideSetsFromJson(JSON.parse(JSON.stringify(overrideSetsJson(sets, 'wire')))), { sets });
    }),
    { seed: 1 },
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const parsed = overrideSetsFromText(text);
      t.ok('sets' in parsed || parsed.problem !== '');
    }),
    { seed: 1 },
  );
  t.end();
});

void t.test('the wire says what is not set', (t) => {
  const shared = {
    rules: { A: { rollout: 5 } },
    flags: { f: { killSwitch: false } },
    flagRules: { f: { '1': { rollout: 0 } } },
  };
  t.same(
    overrideSetsJson(
      { shared, bundles: new Map([['shop', { rules: { B: { killSwitch: true } } }]]) },
      'wire',
    ),
    {
      rules: { A: { kill_switch: null, kill_switch_state: 'unset', rollout: 5 } },
      flags: { f: { kill_switch: false, kill_switch_state: 'off' } },
      flag_rules: { f: { '1': { rollout: 0 } } },
      bundles: { shop: { rules: { B: { kill_switch: true, kill_switch_state: 'on', rollout: null } } } },
    },
  );
  t.end();
});
