/** Goal: differences are all found, in one order, and shown as people and programs expect them. */
import t from 'tap';
import { Comparison } from '#app/drift/comparison.js';
import { compareMatches, type RuleMatch, ruleMatchFrom } from '#app/drift/matches.js';
import { comparisonLines } from '#app/drift/report.js';

function match(name: string, rest: Partial<RuleMatch> = {}): RuleMatch {
  return { name, priority: 0, action: 'Act', fallback: false, ...rest };
}

const NONE = { added: [], removed: [], changed: [] };

void t.test('added, removed, changed, by descending priority, then name', (t) => {
  const before = [match('Same', { params: { a: 1, b: 2 } }), match('Gone'), match('Moved', { priority: 1 })];
  const after = [
    match('Same', { params: { b: 2, a: 1 } }),
    match('B'),
    match('A'),
    match('Z', { priority: 9 }),
    match('Moved', { priority: 2 }),
  ];
  const { added, removed, changed } = compareMatches(before, after);
  t.same(
    added.map(({ name }) => name),
    ['Z', 'A', 'B'],
  );
  t.same(removed, [match('Gone')]);
  t.same(changed, [{ name: 'Moved', before: before[2], after: after[4] }]);
  t.end();
});

void t.test('each member counts, null and empty params are none', (t) => {
  const same: readonly (readonly [RuleMatch, RuleMatch])[] = [
    [match('A'), match('A', { params: {} })],
    [match('A', { params: { x: 1 } }), match('A', { params: { x: 1.0 } })],
  ];
  for (const [left, right] of same) t.same(compareMatches([left], [right]), NONE);
  for (const other of [{ priority: 1 }, { action: 'B' }, { fallback: true }, { params: { x: null } }])
    t.equal(compareMatches([match('A')], [match('A', other)]).changed.length, 1);
  t.same(
    compareMatches([match('A', { action: 'Old' }), match('A')], [match('A')]),
    NONE,
    'the last of a name',
  );
  t.end();
});

void t.test('recorded matches', (t) => {
  const raw = { name: 'A', priority: 1, action: 'B', params: null, fallback: false };
  t.same(ruleMatchFrom(raw), { name: 'A', priority: 1, action: 'B', fallback: false });
  t.same(ruleMatchFrom({ ...raw, params: { x: 1 } })?.params, { x: 1 });
  for (const bad of [null, [], 7, { ...raw, name: 1 }, { ...raw, fallback: 'no' }, { ...raw, priority: '1' }])
    t.equal(ruleMatchFrom(bad), null);
  t.end();
});

void t.test('the report', (t) => {
  const comparison = new Comparison(2);
  comparison.add('k0', NONE);
  comparison.add('k1', {
    added: [match('New', { params: { cost: 0 } })],
    removed: [match('Gone', { fallback: true })],
    changed: [{ name: 'C', before: match('C', { priority: 1 }), after: match('C', { priority: 2 }) }],
    strategies: [{ name: 'S', before: { selected: 'A' }, after: null }],
    flags: [],
  });
  comparison.add('k2', {
    ...NONE,
    flags: [{ name: 'f', before: { variant: 'a' }, after: { variant: 'b' } }],
  });
  comparison.add('k3', { ...NONE, added: [match('Late')] });
  t.same([comparison.compared, comparison.changed, comparison.unchanged, comparison.omitted], [4, 3, 1, 1]);
  t.same(Object.keys(comparison.differences[0] ?? {}), [
    'key',
    'added',
    'removed',
    'changed',
    'strategies',
    'unchanged',
  ]);
  t.same(comparisonLines(comparison, ['base: a']), [
    'base: a',
    'changed: 3',
    'unchanged: 1',
    '',
    '[k1]',
    '  added: New -> Act {"cost":0}',
    '  removed: Gone -> Act [fallback]',
    '  changed: C',
    '    before: C -> Act priority 1',
    '    after:  C -> Act priority 2',
    '  strategy: S',
    '    before: {"selected":"A"}',
    '    after:  none',
    '',
    '[k2]',
    '  flag: f',
    '    before: {"variant":"a"}',
    '    after:  {"variant":"b"}',
    '',
    '1 further differences are not shown; see --show',
  ]);
  t.end();
});
