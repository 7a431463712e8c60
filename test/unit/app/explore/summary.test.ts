/** Goal: every kind of declaration is in the summary, with its gates; what would be empty is absent. */
import t from 'tap';
import { durationText, rolloutText } from '#app/explore/rows.js';
import { summaryOf } from '#app/explore/summary.js';
import { summaryLines } from '#app/explore/text.js';
import { compileFiles, parseFile } from '#lang';

const TEXTS = {
  'main.arb': `
    tag "a" import "shared/limits" as limits
    input { user: { id: string  age: number }  weight?: number<mass>  score: number  oven: number<temperature> }
    feature risk from "risk-service" { score: number }
    fact Reading { value: number<length>  note?: string }
    outcome Hot { value: number<length> }
    const FAR = 3 km
    const NEAR = FAR / 2
    const LIST = ["x", "y"]
    const PRICE = 12.50 USD
    table fees { from: number | rate: number
      0 | 0.5
    }
    segment adult { user.age >= 18 }
    rule Base { when { oven > limits.MOST } then Note { } }
    rule Full priority 2 tag "a" {
      active_from 2026-01-01
      requires Base
      rollout 20 by user.id namespace "n"
      when segment adult { let x = score  x > 1 }
      then Act { let row = lookup fees where from <= 1 else { from: 0, rate: 0 }  rate: row.rate }
      otherwise Rest { }
    }
    rule Dead { kill_switch excludes Base then Act { } }
    expert rule Warm cooldown 90m {
      no_loop
      when { any r in facts.Reading { r.value > FAR } } for 5m
      then emit Hot { value: r.value }
    }
    flag f default false { when adult { score > 3 } then true }
    arbiter watch { stream Reading by key  source Reading retain 1h  poll 5m  on Hot where value > 1 km stdout }
  `,
  'shared/limits.arb': 'const MOST = 40 C\n',
};

function summary(): Record<string, unknown> {
  const files = new Map(
    Object.entries(TEXTS).map(([path, text]) => [path, parseFile(path, { name: path, text })]),
  );
  const { program, diagnostics } = compileFiles('main.arb', files, { name: 'all' });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const plain: Record<string, unknown> = JSON.parse(JSON.stringify(summaryOf(program, 'main.arb')));
  return plain;
}

void t.test('every kind', (t) => {
  const found = summary();
  t.same(found['imports'], [{ name: 'limits', path: 'shared/limits' }]);
  t.same(found['input'], [
    {
      name: 'user',
      type: 'object',
      required: true,
      fields: [
        { name: 'id', type: 'string', required: true },
        { name: 'age', type: 'number', required: true },
      ],
    },
    { name: 'weight', type: 'number<mass>?', required: false },
    { name: 'score', type: 'number', required: true },
    { name: 'oven', type: 'number<temperature>', required: true },
  ]);
  t.match(found['features'], [{ name: 'risk', from: 'risk-service', fields: [{ name: 'score' }] }]);
  t.match(found['tables'], [{ name: 'fees', rows: 1, columns: [{ name: 'from' }, { name: 'rate' }] }]);
  t.same(found['constants'], [
    { name: 'FAR', value: 3000, raw: '3 km' },
    { name: 'NEAR', value: 1500, raw: 'FAR / 2' },
    { name: 'LIST', value: ['x', 'y'], raw: '["x", "y"]' },
    { name: 'PRICE', value: '12.5 USD', raw: '12.50 USD' },
    { name: 'shared.limits.MOST', raw: '40 C' },
  ]);
  t.same(found['rules'], [
    { name: 'Base', priority: 0, condition: 'oven > limits.MOST', action: 'Note' },
    {
      name: 'Full',
      priority: 2,
      tags: ['a'],
      active_from: '2026-01-01T00:00:00Z',
      requires: ['Base'],
      rollout: '20% by user.id namespace "n"',
      segment: 'adult',
      condition: 'let x = score x > 1',
      action: 'Act',
      otherwise: 'Rest',
    },
    { name: 'Dead', priority: 0, kill_switch: true, excludes: ['Base'], action: 'Act' },
  ]);
  t.match(found['expert_rules'], [
    {
      name: 'Warm',
      kind: 'emit',
      target: 'Hot',

      no_loop: true,
      for: '5m',
      cooldown: '1h30m',
    },
  ]);
  t.same(found['flags'], [
    {
      name: 'f',
      type: 'boolean',
      default: 'false',
      rules: [{ segment: 'adult', condition: 'score > 3', variant: 'true' }],
    },
  ]);
  t.match(found['arbiters'], [
    {
      name: 'watch',
      poll: '5m',
      sources: [{ fact: 'Reading', retain: '1h' }],
      handlers: [{ outcome: 'Hot', where: 'value > 1 km', kind: 'stdout' }],
    },
  ]);
  t.notOk('workers' in found);
  t.match(found['used_units'], [
    { dimension: 'currency', symbols: ['USD'] },
    { dimension: 'length', symbols: ['km'] },
    { dimension: 'temperature', symbols: ['C'] },
  ]);
  t.end();
});

void t.test('as text', (t) => {
  const lines = summaryLines(summary());
  t.ok(lines.includes('rules (3)'));
  t.ok(lines.includes('  Dead  priority 0  kill switch  excludes Base  action Act'));
  t.ok(lines.includes('      score  type number  required'));
  t.end();
});

void t.test('texts of gates', (t) => {
  t.equal(rolloutText({ basisPoints: 2025, subject: 'k', namespace: null }), '20.25% by k');
  t.same([0, 1, 90_061_001].map(durationText), [undefined, '1ms', '1d1h1m1s1ms']);
  t.end();
});
