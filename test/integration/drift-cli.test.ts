/** Commands that decide again and compare: what is planted is found, and only that. */
import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runArbiter } from '../harness/child.ts';
import { ROOT } from '../harness/sources.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const SHOP = 'test/integration/fixtures/shop.arb';
const folder = temporaryDirectory(t);
const text = readFileSync(join(ROOT, SHOP), 'utf8');

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The shop with another threshold for free shipping. */
const cheaper = written('cheaper.arb', text.replace('cart.total >= 35', 'cart.total >= 30'));

void t.test('diff of one context, as text and as JSON', async (t) => {
  const data = '[{"id": "o1", "user": {"member": true}, "cart": {"total": 32}}, {"cart": {"total": 1}}]';
  const args = ['diff', SHOP, cheaper, '--data', data];
  const shown = await runArbiter(args);
  t.equal(shown.code, 3);
  t.equal(shown.stderr, '');
  t.equal(
    shown.stdout,
    [
      `base: ${SHOP}`,
      `candidate: ${cheaper}`,
      'compared 2 contexts',
      'changed: 1',
      'unchanged: 1',
      '',
      '[o1]',
      '  changed: Free',
      '    before: Free -> Ship [fallback] {"cost":4.5}',
      '    after:  Free -> Ship {"cost":0}',
      '',
    ].join('\n'),
  );
  const before = { name: 'Free', priority: 5, action: 'Ship', params: { cost: 4.5 }, fallback: true };
  const after = { ...before, params: { cost: 0 }, fallback: false };
  const expected = {
    base_path: SHOP,
    candidate_path: cheaper,
    compared: 2,
    changed: 1,
    unchanged: 1,
    differences: [{ key: 'o1', changed: [{ name: 'Free', before, after }], unchanged: false }],
  };
  t.equal((await runArbiter([...args, '--json'])).stdout, `${JSON.stringify(expected)}\n`);
  t.equal((await runArbiter(['diff', SHOP, SHOP, '--data', data])).code, 0);
});

void t.test('strategies and flags, and a rule that is only in one program', async (t) => {
  const other = written(
    'other.arb',
    `${text.replace('then Manual {', 'then Desk {').replace('columns: 2', 'columns: 3')}\nrule Extra { then X { } }\n`,
  );
  const data = '{"key": 7, "user": {"id": "u", "member": true, "age": 30}, "cart": {"total": 2000}}';
  const { code, stdout } = await runArbiter(['diff', SHOP, other, '--data', data, '--json']);
  t.equal(code, 3);
  const [difference] = JSON.parse(stdout).differences;
  t.same(difference, {
    key: '7',
    added: [{ name: 'Extra', priority: 0, action: 'X', fallback: false }],
    strategies: [
      {
        name: 'Route',
        before: { outcome: 'Path', selected: 'Manual', params: { target: 'manual' } },
        after: { outcome: 'Path', selected: 'Desk', params: { target: 'manual' } },
      },
    ],
    flags: [
      {
        name: 'layout',
        before: { variant: 'wide', values: { columns: 2 }, is_default: false },
        after: { variant: 'wide', values: { columns: 3 }, is_default: false },
      },
    ],
    unchanged: false,
  });
});

void t.test('ten thousand contexts, one a line: exactly those between the thresholds differ', async (t) => {
  const contexts = Array.from({ length: 10_000 }, (_, index) =>
    JSON.stringify({ order: { id: `o${index}` }, user: { member: true }, cart: { total: index % 50 } }),
  );
  const file = written('orders.ndjson', `${contexts.join('\n')}\n`);
  const args = ['diff', SHOP, cheaper, '--data-file', file, '--key', 'order.id', '--json'];
  const { code, stdout, stderr } = await runArbiter([...args, '--show', '3']);
  t.equal(code, 3, stderr);
  const report = JSON.parse(stdout);
  t.match(report, { compared: 10_000, changed: 1000, unchanged: 9000, omitted: 997 });
  t.same(
    report.differences.map(({ key }: { key: string }) => key),
    ['o30', 'o31', 'o32'],
  );
  const off = written('off.json', '{"rules": {"Free": {"kill_switch": true}}}');
  const calm = await Promise.all([
    runArbiter([...args, '--overrides', off]),
    runArbiter([...args, '--tags', 'fraud']),
  ]);
  t.same(
    calm.map((ended) => ended.code),
    [0, 0],
    'both sides are overridden, or filtered',
  );
});

void t.test('contexts that are none are named, and the others are compared', async (t) => {
  const deep = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
  const lines = `{"cart": {"total": 1}}\n{"cart":\n\n[]\n{"cart": {"total": 2}}\n${deep}\n`;
  const file = written('some.ndjson', lines);
  const { code, stdout, stderr } = await runArbiter(['diff', SHOP, cheaper, '--data-file', file, '--json']);
  t.equal(code, 1);
  t.match(JSON.parse(stdout), { compared: 2, changed: 0, malformed: 3 });
  t.same(stderr.match(/some\.ndjson line .*/g), [
    'some.ndjson line 2: it is not JSON at column 9',
    'some.ndjson line 4: it is no JSON object',
    'some.ndjson line 6: it nests more than 64 deep',
  ]);
});

/** An audit file with decisions of the shop, written by the program itself. */
async function recorded(name: string, totals: readonly number[]): Promise<string> {
  const path = join(folder, name);
  for (const total of totals) {
    const data = JSON.stringify({ user: { id: 'u1', member: true }, cart: { total } });
    const args = [
      '--data',
      data,
      '--audit',
      path,
      '--request-id',
      `r${total}`,
      '--now',
      '2026-03-01T00:00:00Z',
    ];
    const { code, stderr } = await runArbiter(['eval', SHOP, ...args]);
    if (code !== 0) throw new Error(stderr);
  }
  return path;
}

void t.test('replay: what was recorded comes out again, planted drift is found and only that', async (t) => {
  const audit = await recorded('audit.jsonl', [10, 32, 40]);
  const events = readFileSync(audit, 'utf8').trim().split('\n');
  const first = JSON.parse(events[0] ?? '');
  const members = ['timestamp', 'request_id', 'bundle_id', 'kind', 'context', 'rules', 'arbitrace'];
  t.same(Object.keys(first), members);
  t.match(first, { timestamp: '2026-03-01T00:00:00Z', kind: 'rules', bundle_id: /^[0-9a-f]{16}$/ });
  t.equal(statSync(audit).mode & 0o777, 0o600);
  const same = await runArbiter(['replay', SHOP, '--audit', audit]);
  t.equal(same.code, 0, same.stdout);
  t.match(same.stdout, /replayed 3 audit decisions\nchanged: 0\nunchanged: 3\n/);
  const drifted = await runArbiter(['replay', cheaper, '--audit', audit, '--json']);
  t.equal(drifted.code, 3);
  const report = JSON.parse(drifted.stdout);
  t.same(Object.keys(report), [
    'rules_path',
    'audit_path',
    'replayed',
    'changed',
    'unchanged',
    'differences',
  ]);
  t.match(report, { replayed: 3, changed: 1, differences: [{ key: 'r32', changed: [{ name: 'Free' }] }] });
  const [one, limited, nobody] = await Promise.all([
    runArbiter(['replay', cheaper, '--audit', audit, '--request-id', 'r40']),
    runArbiter(['replay', cheaper, '--audit', audit, '--limit', '1']),
    runArbiter(['replay', SHOP, '--audit', audit, '--request-id', 'r41']),
  ]);
  t.equal(one.code, 0);
  t.equal(limited.code, 0);
  t.equal(nobody.code, 1);
  t.match(nobody.stderr, /no decision has the request id `r41`/);
});

void t.test('replay: torn and foreign lines', async (t) => {
  const audit = await recorded('torn.jsonl', [10]);
  const [line = ''] = readFileSync(audit, 'utf8').split('\n');
  appendFileSync(audit, '{"timestamp": "2026-03-0');
  await recorded('torn.jsonl', [40]);
  const others = [
    '{"kind": "flag", "timestamp": "2026-03-01T00:00:00Z"}',
    '{"kind": "rules", "timestamp": "2026-03-01T00:00:00Z", "context": {}}',
    '{"kind": "rules", "timestamp": "yesterday", "context": {"a": 1}}',
    '{"kind": "rules", "timestamp": "2026-03-01T00:00:00Z", "context": {"a": 1}, "rules": [1]}',
    '7',
    `{"kind": "rules", "timestamp": "2026-03-01T00:00:00Z", "context": ${'['.repeat(70)}${']'.repeat(70)}}`,
  ];
  appendFileSync(audit, `${others.join('\n')}\n${line}`);
  const { code, stdout, stderr } = await runArbiter(['replay', SHOP, '--audit', audit, '--json']);
  t.equal(code, 1);
  t.match(JSON.parse(stdout), { replayed: 3, changed: 0, malformed: 5 });
  t.same(stderr.match(/line \d+: .*/g), [
    'line 2: it is not JSON at column 25',
    'line 6: `timestamp` is no instant',
    'line 7: `rules` is not a list of matches',
    'line 8: it is not an object',
    'line 9: `context` nests more than 64 deep',
  ]);
});

void t.test('replay under the overrides that were in force', async (t) => {
  const audit = join(folder, 'overridden.jsonl');
  const off = written('killed.json', '{"rules": {"Free": {"kill_switch": true}}}');
  const data = '{"user": {"member": true}, "cart": {"total": 40}}';
  const eventual = await runArbiter(['eval', SHOP, '--data', data, '--overrides', off, '--audit', audit]);
  t.equal(eventual.code, 0, eventual.stderr);
  t.equal((await runArbiter(['replay', SHOP, '--audit', audit, '--overrides', off])).code, 0);
  const without = await runArbiter(['replay', SHOP, '--audit', audit, '--json']);
  t.equal(without.code, 3);
  t.match(JSON.parse(without.stdout).differences[0].key, /^[0-9a-f]{16}\[0\]$/);
});

void t.test('mistakes are one line and exit code 2', async (t) => {
  const vast = written('vast.json', '[');
  truncateSync(vast, 65 * 1_048_576);
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['diff', SHOP], /CANDIDATE is missing/],
    [['diff', SHOP, SHOP], /either --data JSON or --data-file/],
    [['diff', SHOP, SHOP, '--data-file', 'no-such.ndjson'], /cannot be read/],
    [['diff', SHOP, SHOP, '--data-file', vast], /more than 64 MiB: with one context a line/],
    [['replay', SHOP], /--audit FILE is missing/],
    [['replay', SHOP, '--audit', 'no-such.jsonl'], /cannot be read/],
    [['eval', SHOP, '--audit', '/no-such-folder/a.jsonl'], /cannot be written/],
    [['eval', SHOP, '--ungoverned', '--audit', 'a.jsonl'], /goes without --audit/],
    [['diff', SHOP, SHOP, '--data', '{}', '--tags', 'none'], /no rule has the tag/],
  ];
  const ended = await Promise.all(cases.map(([args]) => runArbiter(args)));
  for (const [index, { code, stdout, stderr }] of ended.entries()) {
    const [args, said] = cases[index] ?? [[], /^$/];
    t.equal(code, 2, args.join(' '));
    t.match(stderr, said);
    t.match(stderr, /^arbiter: [^\n]+\n$/);
    t.equal(stdout, '');
  }
});
