/** Goal: a file of overrides is understood completely or refused with the place of the mistake. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { overridesFromJson, unknownTarget } from '#app/overrides.js';
import { compile } from '#lang';
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
  t.equal(problemOf({}), '');
  t.equal(problemOf({ rules: null }), '');
  t.end();
});

void t.test('the example of the documentation', (t) => {
  const page = readFileSync(join(ROOT, 'docs/reference/overrides-and-audit-files.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  t.equal(problemOf(JSON.parse(example)), '');
  t.end();
});

void t.test('mistakes, each with its place', (t) => {
  const cases: readonly (readonly [raw: unknown, problem: string])[] = [
    [[], 'it is not an object'],
    [{ rule: {} }, '`rule` is not one of rules, arms, flags, flag_rules (did you mean `rules`?)'],
    [{ rules: { A: true } }, '`rules.A` is not an object'],
    [{ rules: { A: { kill_switch: 'on' } } }, '`rules.A.kill_switch` takes true or false'],
    [
      { arms: { S: { A: { rollout: 10_001 } } } },
      '`arms.S.A.rollout` takes basis points, a whole number from 0 to 10000',
    ],
    [
      { rules: { A: { rollout: 0.5 } } },
      '`rules.A.rollout` takes basis points, a whole number from 0 to 10000',
    ],
    [{ flags: { f: { rollout: 1 } } }, '`flags.f.rollout` is not one of kill_switch'],
    [
      { rules: { A: { killSwitch: true } } },
      '`rules.A.killSwitch` is not one of kill_switch, rollout (did you mean `kill_switch`?)',
    ],
  ];
  for (const [raw, problem] of cases) t.equal(problemOf(raw), problem);
  t.end();
});

void t.test('what no program has', (t) => {
  const text = [
    'outcome P { x: number }',
    'rule Free { then A { } }',
    'strategy Route returns P { when { a } then Fast { x: 1 } else Slow { x: 2 } }',
    'flag f { when { a } then true }',
  ].join('\n');
  const { program } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error('the program compiles');
  const missing = (overrides: Parameters<typeof unknownTarget>[0]): string | null =>
    unknownTarget(overrides, [program]);
  t.equal(
    missing({ rules: { Free: {} }, arms: { Route: { Fast: {} } }, flagRules: { f: { '0': {} } } }),
    null,
  );
  t.equal(missing({ rules: { Fre: {} } }), 'there is no rule `Fre` (did you mean `Free`?)');
  t.equal(
    missing({ arms: { Route: { Fats: {} } } }),
    'there is no arm `Fats` of `Route` (did you mean `Fast`?)',
  );
  t.equal(missing({ flags: { g: {} } }), 'there is no flag `g`');
  t.equal(missing({ flagRules: { f: { '1': {} } } }), 'there is no flag rule `1` of `f`');
  t.end();
});
