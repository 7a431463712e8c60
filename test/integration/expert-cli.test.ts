/** `arbiter expert`: what it prints, what it refuses, and its exit codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runArbiter } from '../harness/child.ts';
import { runHere } from '../harness/run-here.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const folder = temporaryDirectory(t);

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const RULES = written(
  'rules.arb',
  `fact Reading { value: number sensor?: string }
outcome Page { sensor: string }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 and mode == "live" } } then assert Alarm { key: r.key, level: "high" } }
expert rule Tell per_fact { when { any a in facts.Alarm { true } } then emit Page { sensor: a.key } }
expert rule Held { when { any a in facts.Alarm { true } } for 5m then emit Page { sensor: "all" } }
expert rule Killed { kill_switch when { true } then emit Page { sensor: "" } }
`,
);
const FACTS =
  '[{"type":"Reading","key":"r1","fields":{"value":90}},{"type":"Reading","key":"r2","fields":{"value":10}}]';
const GIVEN = ['--envelope', '{"mode":"live"}', '--facts', FACTS, '--now', '2026-01-01T00:00:00Z'];
const RESULT = `fact Alarm/r1 {"level":"high"} by Hot
outcome Page {"sensor":"r1"} by Tell
quiescent after 2 rounds and 1 mutation, due again at 2026-01-01T00:05:00.000Z
`;

const expert = (...args: readonly string[]) => runHere(['expert', RULES, ...args]);

void t.test('for people', async (t) => {
  t.same(await expert(...GIVEN), { code: 0, stdout: RESULT, stderr: '' });
  const files = [
    '--envelope',
    `@${written('envelope.json', { mode: 'live' })}`,
    '--facts',
    `@${written('facts.json', FACTS)}`,
  ];
  t.equal((await expert(...files, '--now', '2026-01-01T00:00:00Z')).stdout, RESULT, 'from files');
  t.same(await expert(), { code: 0, stdout: 'quiescent after 1 round and 0 mutations\n', stderr: '' });
  const { stdout } = await expert(...GIVEN, '--trace');
  t.equal(
    stdout,
    `round 1: Hot assert Alarm/r1 {"level":"high"}
  passed   Hot: condition: any r in facts.Reading { r.value > 80 and mode == "live" } -> true
round 2: Tell emit Page {"sensor":"r1"}
  passed   Tell: condition: any a in facts.Alarm { true } -> true
${RESULT}`,
  );
});

void t.test('for programs', async (t) => {
  const { code, stdout } = await expert(...GIVEN, '--json');
  const whole = JSON.parse(stdout);
  t.equal(code, 0);
  t.same(Object.keys(whole), ['now', 'stop', 'rounds', 'mutations', 'outcomes', 'traps', 'nextDue', 'facts']);
  t.same(whole.outcomes, [{ rule: 'Tell', name: 'Page', params: { sensor: 'r1' } }]);
  t.same([whole.now, whole.nextDue - whole.now], [Date.UTC(2026, 0, 1), 300_000]);
  t.same(
    whole.facts.map(({ type, key, derivedBy }: Record<string, unknown>) => [type, key, derivedBy]),
    [
      ['Alarm', 'r1', ['Hot']],
      ['Reading', 'r1', []],
      ['Reading', 'r2', []],
    ],
  );
  const { activations, ...rest } = JSON.parse((await expert(...GIVEN, '--json', '--trace')).stdout);
  t.same(rest, whole);
  t.same(
    activations.map(({ rule, changed, arbitrace }: Record<string, unknown>) => [rule, changed, arbitrace]),
    [
      ['Hot', true, activations[0].arbitrace],
      ['Tell', true, activations[1].arbitrace],
    ],
  );
  t.equal(activations[0].arbitrace[0].kind, 'condition');
});

void t.test('the instant, and what overrides the source', async (t) => {
  const late = await expert(...GIVEN.slice(0, 4), '--now', '2030-01-01T00:00:00Z', '--json');
  t.equal(JSON.parse(late.stdout).now, Date.UTC(2030, 0, 1));
  const off = written('off.json', { rules: { Tell: { kill_switch: true }, Killed: { kill_switch: false } } });
  const { stdout } = await expert(...GIVEN, '--overrides', off);
  t.match(stdout, /^fact Alarm\/r1 .*\noutcome Page \{"sensor":""\} by Killed\nquiescent/);
  t.match(
    (await expert(...GIVEN, '--overrides', off, '--trace')).stdout,
    /Killed: kill_switch: kill switch is off$/m,
  );
});

void t.test('why, and why not', async (t) => {
  const why = await expert(...GIVEN, '--why', 'Alarm/r1');
  t.equal(why.code, 0);
  t.equal(
    why.stdout,
    `Alarm/r1 {"level":"high"}
  by Hot: any r in facts.Reading { r.value > 80 and mode == "live" }
    Reading/r1 {"value":90} from outside
`,
  );
  const proof = JSON.parse((await expert(...GIVEN, '--why', 'Alarm/r1', '--json')).stdout);
  t.equal(proof.supports[0].facts[0].key, 'r1');
  t.equal((await expert(...GIVEN, '--why', 'Alarm/a/b')).stdout, 'Alarm/a/b is not visible\n');
  const answers: readonly (readonly [rule: string, answer: string])[] = [
    ['Hot', 'Hot has a match\n'],
    ['Held', 'Held has no match\n  it waits until 2026-01-01T00:05:00.000Z\n'],
    ['Killed', 'Killed has no match\n  kill_switch: outcome is kill-switched\n'],
  ];
  for (const [rule, answer] of answers) t.equal((await expert(...GIVEN, '--why-not', rule)).stdout, answer);
  t.equal(
    (await expert('--facts', FACTS, '--why-not', 'Hot')).stdout,
    'Hot has no match\n  mode == "live" failed for Reading/r1 (saw null, "live")\n',
  );
  const { fired, obstacle } = JSON.parse((await expert(...GIVEN, '--why-not', 'Killed', '--json')).stdout);
  t.same([fired, obstacle.kind], [false, 'gate']);
});

void t.test('runs that trap, do not end, or cannot begin are findings', async (t) => {
  const wrong = written(
    'wrong.arb',
    `expert rule Toggle { when { none f in facts.F { true } } then assert F { key: "f" } }
expert rule Trap { when { any a in facts.A { a.m + 1 USD > 2 USD } } then assert D { key: "d" } }
`,
  );
  const facts = '[{"type":"A","key":"a","fields":{"m":{"$decimal":"1 EUR"}}}]';
  const { code, stdout, stderr } = await runHere(['expert', wrong, '--facts', facts]);
  t.equal(code, 1);
  t.match(stdout + stderr, /Trap: amounts in `EUR` and `USD` do not go together/);
  t.match(stdout, /^max_rounds after 32 rounds and 32 mutations$/m);
  const toggles = await runHere([
    'expert',
    wrong,
    '--overrides',
    written('t.json', { rules: { Toggle: { kill_switch: true } } }),
  ]);
  t.equal(toggles.code, 0);
  const secret = written(
    'secret.arb',
    'expert rule S { when { k == secret("env:K") } then assert D { key: "d" } }\n',
  );
  const refused = await runHere(['expert', secret]);
  t.same([refused.code, refused.stdout], [1, '']);
  t.match(refused.stderr, /sessions cannot run it: expert rule `S` reads `secret\(…\)`/);
  const broken = await runHere(['expert', written('broken.arb', 'expert rule { }\n')]);
  t.equal(broken.code, 1);
});

void t.test('mistakes are one line and exit code 2', async (t) => {
  const deep = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
  const one = (fact: unknown): string => JSON.stringify([fact]);
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['--facts', '{'], /^--facts is not JSON at 1:2\n$/],
    [['--facts', '{}'], /^--facts takes a list of facts\n$/],
    [['--facts', '[1]'], /^--facts: number 1 is no \{"type", "key", "fields"\}\n$/],
    [['--facts', one({ type: 'A', key: 'a', fields: null })], /number 1 is no/],
    [['--facts', one({ type: 'A' })], /number 1 is no/],
    [['--facts', one({ type: 'A', key: '' })], /^--facts: a fact `A` has no key\n$/],
    [['--facts', one({ type: 7, key: 'a' })], /^--facts: a fact has no type\n$/],
    [['--facts', one({ type: 'Reading', key: 'a' })], /missing required field `value`/],
    [
      ['--facts', one({ type: 'Reading', key: 'a', fields: { value: 'x' } })],
      /`value` expects number, got `x`/,
    ],
    [['--facts', '@no-such.json'], /cannot be read/],
    [['--envelope', 'x'], /^--envelope is not JSON at 1:1\n$/],
    [['--envelope', '[]'], /^--envelope is no context: it is no JSON object\n$/],
    [['--envelope', deep], /^--envelope is no context: it nests more than 64 deep\n$/],
    [['--now', 'soon'], /^--now takes an instant/],
    [['--why', 'Alarm'], /^--why takes TYPE\/KEY, not `Alarm`\n$/],
    [['--why', '/x'], /^--why takes TYPE\/KEY/],
    [['--why', 'Alarm/'], /^--why takes TYPE\/KEY/],
    [['--why-not', 'Nobody'], /^--why-not: the program `rules` has no expert rule `Nobody`\n$/],
    [
      ['--overrides', written('typo.json', { rules: { Hto: { kill_switch: true } } })],
      /no rule `Hto` \(did you mean `Hot`\?\)/,
    ],
    [['--colour'], /--colour/],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await expert(...args);
    t.same([code, stdout], [2, ''], args.join(' '));
    t.match(stderr, said);
  }
});

void t.test('as a process: help, and exit codes', async (t) => {
  const [help, missing, mistaken, ran] = await Promise.all(
    [['--help'], [], [RULES, '--why', 'x'], [RULES, ...GIVEN]].map((args) => runArbiter(['expert', ...args])),
  );
  t.equal(help?.code, 0);
  t.match(help?.stdout, /^expert: runs the expert rules of a program/);
  for (const flag of [
    '--envelope',
    '--facts',
    '--now',
    '--overrides',
    '--trace',
    '--why TYPE/KEY',
    '--why-not RULE',
    '--json',
  ])
    t.ok(help?.stdout.includes(`\n  ${flag}`), flag);
  t.match([missing?.code, missing?.stderr], [2, /^arbiter: FILE is missing; see `arbiter expert --help`\n$/]);
  t.match([mistaken?.code, mistaken?.stderr], [2, /^arbiter: --why takes TYPE\/KEY, not `x`; see .*\n$/]);
  t.same([ran?.code, ran?.stdout], [0, RESULT]);
});

void t.test('facts from files of other kinds', async (t) => {
  const given = ['--envelope', '{"mode":"live"}', '--now', '2026-01-01T00:00:00Z'];
  const csv = written('facts.csv', 'type,key,value,sensor\nReading,r1,90,\nReading,r2,10,7\n');
  t.same(await expert(...given, '--facts', `@${csv}`), { code: 0, stdout: RESULT, stderr: '' });
  const lines = written(
    'facts.jsonl',
    '{"type":"Reading","key":"r1","value":90}\n{"type":"Reading","key":"r2","value":10}\n',
  );
  t.equal((await expert(...given, '--facts', `@${lines}`)).stdout, RESULT);
  t.match(await expert(...given, '--facts', '@none.csv'), {
    code: 1,
    stderr: /the source none\.csv cannot be loaded: it does not exist/,
  });
  const wrong = written('wrong.csv', 'type,key,value\nReading,r1,hot\n');
  t.match(await expert(...given, '--facts', `@${wrong}`), {
    code: 2,
    stderr: /fact `Reading` `r1`: field `value`/,
  });
});
