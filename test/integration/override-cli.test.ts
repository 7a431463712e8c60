/** `arbiter override`: a file of overrides by command, for people and for programs, while others read and write it. */
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { runArbiter, startScript } from '../harness/child.ts';
import { runHere } from '../harness/run-here.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const SHOP = 'test/integration/fixtures/shop.arb';
const CONTEXT = '{"user": {"id": "u1", "member": true, "age": 30}, "cart": {"total": 2000}}';

function fileIn(t: Test): string {
  return join(temporaryDirectory(t), 'deep', 'live.json');
}

async function said(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHere(['override', ...args]);
  t.equal(code, 0, stderr);
  return stdout;
}

void t.test('set, list and clear; `eval` decides by the same file', async (t) => {
  const path = fileIn(t);
  const file = ['--overrides', path];
  t.equal(
    await said(['set', ...file, '--rule', 'Free', '--kill-switch', 'on']),
    'rule Free: kill switch on\n',
  );
  t.equal(
    await said(['set', ...file, '--rule', 'Free', '--rollout', '0']),
    'rule Free: kill switch on, rollout 0\n',
    'what is not given stays',
  );
  const shop = [...file, '--bundle', 'shop'];
  const json = await said(['set', ...shop, '--rule', 'Review', '--rollout', '10000', '--json']);
  const review = { kill_switch: null, kill_switch_state: 'unset', rollout: 10_000 };
  t.same(JSON.parse(json), { kind: 'rule', bundle: 'shop', rule: 'Review', override: review });
  await said(['set', ...shop, '--strategy', 'Route', '--arm', 'Manual', '--kill-switch', 'off']);
  await said(['set', ...shop, '--flag', 'checkout', '--rule-index', '0', '--rollout', '5']);
  t.same(JSON.parse(readFileSync(path, 'utf8')), {
    rules: { Free: { kill_switch: true, rollout: 0 } },
    bundles: {
      shop: {
        rules: { Review: { rollout: 10_000 } },
        arms: { Route: { Manual: { kill_switch: false } } },
        flag_rules: { checkout: { '0': { rollout: 5 } } },
      },
    },
  });
  t.equal(
    await said(['list', ...file]),
    [
      'rule Free: kill switch on, rollout 0',
      'shop: rule Review: rollout 10000',
      'shop: arm Manual of Route: kill switch off',
      'shop: rule 0 of flag checkout: rollout 5',
      '',
    ].join('\n'),
  );
  const free = { kill_switch: true, kill_switch_state: 'on', rollout: 0 };
  t.same(JSON.parse(await said(['list', ...shop, '--json'])).rules, { Free: free, Review: review });
  const decided = await runArbiter(['eval', SHOP, '--data', CONTEXT, '--json', ...file]);
  t.same(
    JSON.parse(decided.stdout).matched.map(({ name }: { readonly name: string }) => name),
    ['Review'],
    'the program is called shop',
  );
  const elsewhere = await runHere([
    'eval',
    SHOP,
    '--data',
    CONTEXT,
    '--json',
    ...file,
    '--bundle-name',
    'bank',
  ]);
  t.notMatch(elsewhere.stdout, /rollout 10000|rollout percent 100 /);
  t.equal(await said(['clear', ...file, '--rule', 'Free']), 'rule Free: unset\n');
  t.equal(
    await said(['set', ...shop, '--rule', 'Review', '--rollout', 'unset']),
    'shop: rule Review: unset\n',
  );
  t.same(Object.keys(JSON.parse(readFileSync(path, 'utf8'))), ['bundles']);
});

void t.test('processes that write at the same time lose nothing of each other', async (t) => {
  const path = fileIn(t);
  const rules = ['A', 'B', 'C', 'D'];
  const ended = await Promise.all(
    rules.map((rule) =>
      runArbiter(['override', 'set', '--overrides', path, '--rule', rule, '--rollout', '1']),
    ),
  );
  t.same(
    ended.map(({ code, stdout }) => [code, stdout]),
    rules.map((rule) => [0, `rule ${rule}: rollout 1\n`]),
  );
  t.same(Object.keys(JSON.parse(readFileSync(path, 'utf8')).rules), rules);
});

void t.test('watch: what is set, then what others change, and what is broken meanwhile', async (t) => {
  const path = fileIn(t);
  const file = ['--overrides', path];
  await said(['set', ...file, '--rule', 'Free', '--kill-switch', 'on']);
  const child = startScript('app/main.js', ['override', 'watch', ...file, '--bundle', 'shop', '--json']);
  t.teardown(() => child.process.kill('SIGKILL'));
  const { stdout, stderr } = child.process;
  if (stdout === null || stderr === null) throw new Error('the child has pipes');
  const [lines, errors] = [createInterface(stdout), createInterface(stderr)];
  const next = async (from: typeof lines): Promise<string> => String((await once(from, 'line'))[0]);
  const on = { kill_switch: true, kill_switch_state: 'on', rollout: null };
  t.same(JSON.parse(await next(lines)), {
    kind: 'snapshot',
    bundle: 'shop',
    overrides: { rules: { Free: on } },
  });
  const cleared = next(lines);
  await said(['clear', ...file, '--rule', 'Free']);
  const unset = { kill_switch: null, kill_switch_state: 'unset', rollout: null };
  t.same(JSON.parse(await cleared), { kind: 'rule', bundle: 'shop', rule: 'Free', override: unset });
  const broken = next(errors);
  writeFileSync(path, '{');
  t.match(await broken, /live\.json` holds no overrides: it is not JSON at 1:2$/);
  const whole = next(lines);
  writeFileSync(path, '{"bundles": {"shop": {"flags": {"f": {"kill_switch": false}}}}}');
  const off = { kill_switch: false, kill_switch_state: 'off' };
  t.same(JSON.parse(await whole), { kind: 'flag', bundle: 'shop', flag: 'f', override: off });
  child.process.kill('SIGTERM');
  t.equal((await child.ended).code, 0);
});

void t.test('mistakes in how it is called', async (t) => {
  const folder = temporaryDirectory(t);
  const missing = join(folder, 'missing.json');
  const file = ['--overrides', missing];
  const rollout = ['set', ...file, '--rollout', '1'];
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['list'], /^--overrides FILE is missing$/],
    [['get', ...file], /^`get` is not something override does/],
    [['list', ...file], /cannot be read/],
    [['watch', ...file], /cannot be read/],
    [['clear', ...file, '--rule', 'A'], /cannot be read/],
    [['list', ...file, '--rule', 'A'], /^--rule is not for `list`$/],
    [['clear', ...file, '--rule', 'A', '--rollout', '1'], /^--rollout is not for `clear`$/],
    [['set', ...file, '--rule', 'A'], /^give --kill-switch, --rollout or both/],
    [rollout, /^give one of --rule NAME/],
    [[...rollout, '--rule', 'A', '--flag', 'f'], /^give one of --rule NAME/],
    [[...rollout, '--arm', 'A'], /^give one of --rule NAME/],
    [[...rollout, '--rule-index', '0'], /^give one of --rule NAME/],
    [[...rollout, '--rule', ''], /^a name is empty$/],
    [[...rollout, '--rule', 'A', '--bundle', ''], /^--bundle: a name is empty$/],
    [[...rollout, '--flag', 'f'], /^a flag has no rollout, its rules have$/],
    [[...rollout, '--flag', 'f', '--rule-index=-1'], /counted from 0 to 65535$/],
    [[...rollout, '--flag', 'f', '--rule-index', '-1'], /^Option '--rule-index' argument is ambiguous$/],
    [['set', ...file, '--rollout', '10001', '--rule', 'A'], /a whole number from 0 to 10000$/],
    [['set', ...file, '--rollout', '25%', '--rule', 'A'], /a whole number from 0 to 10000$/],
    [
      ['set', ...file, '--kill-switch', 'true', '--rule', 'A'],
      /^--kill-switch takes one of on, off, unset, not `true`$/,
    ],
    [
      ['set', ...file, '--kill-switch', 'on', '--flag', 'f', '--rule-index', '0'],
      /^a rule of a flag has no kill switch, the flag has$/,
    ],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await runHere(['override', ...args]);
    t.same([code, stdout], [2, ''], args.join(' '));
    t.match(stderr.trimEnd(), message);
  }
  t.notOk(existsSync(missing), 'what is refused makes nothing');
});

void t.test('one line, and 2 for how it was called, 1 for what is in the file', async (t) => {
  const broken = join(temporaryDirectory(t), 'broken.json');
  const text = '{"rules": {"A": {"kill_switch": true, "kill_switch_state": "off"}}}';
  writeFileSync(broken, text);
  const cases: readonly (readonly [args: readonly string[], code: number, said: RegExp])[] = [
    [['set', '--overrides', broken, '--rule', 'B'], 2, /^arbiter: give --kill-switch/],
    [['list', '--overrides', broken], 1, /broken\.json` holds no overrides: `rules.A` contradicts itself/],
    [['set', '--overrides', broken, '--rule', 'B', '--rollout', '1'], 1, /`rules.A` contradicts itself/],
  ];
  for (const [args, expected, said] of cases) {
    const { code, stdout, stderr } = await runArbiter(['override', ...args]);
    t.equal(code, expected, args.join(' '));
    t.match(stderr, said);
    t.match(stderr, /^arbiter[^\n]+\n$/);
    t.equal(stdout, '');
  }
  t.equal(readFileSync(broken, 'utf8'), text, 'what is broken is not overwritten');
});
