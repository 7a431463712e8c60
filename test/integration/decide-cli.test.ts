/** Commands that decide one context: options, shapes, mistakes. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Ended, runArbiter } from '../harness/child.ts';
import { ROOT } from '../harness/sources.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const SHOP = 'test/integration/fixtures/shop.arb';
const GOVERNED = 'test/conformance/cases/rules/governed/rules.arb';
const LARGE = '{"user": {"id": "u1", "member": true, "age": 30}, "cart": {"total": 2000}}';
const DEEP = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
const folder = temporaryDirectory(t);

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Matched {
  readonly name: string;
  readonly fallback: boolean;
}

function namesOf({ stdout }: Ended): readonly string[] {
  const { matched }: { matched: readonly Matched[] } = JSON.parse(stdout);
  return matched.map(({ name }) => name);
}

void t.test('eval: tags, overrides, ungoverned, traces', async (t) => {
  const evaluate = (...args: readonly string[]): Promise<Ended> =>
    runArbiter(['eval', SHOP, '--data', LARGE, '--json', ...args]);
  const off = written('off.json', { rules: { Review: { rollout: 0 }, Free: { kill_switch: true } } });
  const on = written('on.json', { rules: { Review: { rollout: 10000 } } });
  t.same(namesOf(await evaluate('--overrides', on)), ['Review', 'Free']);
  const killed = await evaluate('--overrides', off);
  t.same(namesOf(killed), []);
  t.match(killed.stdout, /"source":"override"/);
  t.same(namesOf(await evaluate('--overrides', off, '--all-tags', 'fraud,shipping')), []);
  t.same(namesOf(await evaluate('--overrides', on, '--tags', 'fraud')), ['Review']);
  const ungoverned = await evaluate('--ungoverned');
  t.same(namesOf(ungoverned), ['Review', 'Free']);
  t.match(ungoverned.stdout, /^\{"matched":\[.*\],"errors":\[\],"arbitrace":\[\]\}\n$/);
  const full = JSON.parse((await evaluate()).stdout);
  t.same(Object.keys(full), ['matched', 'errors', 'arbitrace']);
  t.same(JSON.parse((await evaluate('--trace', 'off')).stdout).arbitrace, []);
  const blocked = JSON.parse((await evaluate('--trace', 'blocked', '--overrides', off)).stdout).arbitrace;
  t.ok(blocked.every(({ disposition }: { disposition: string }) => disposition === 'blocked'));
});

/** The members of a step, in their order. */
const STEP = 'check phase scope subject kind target result disposition detail span leaves source'.split(' ');

void t.test('eval: the shape of a decision', async (t) => {
  const overrides = written('shape.json', { rules: { Review: { rollout: 10000 } } });
  const { stdout } = await runArbiter(['eval', SHOP, '--data', LARGE, '--overrides', overrides, '--json']);
  const decision = JSON.parse(stdout);
  t.same(Object.keys(decision), ['matched', 'errors', 'arbitrace']);
  t.same(Object.keys(decision.matched[0]), ['name', 'priority', 'action', 'params', 'fallback']);
  const steps: readonly Readonly<Record<string, unknown>>[] = decision.arbitrace;
  for (const step of steps)
    t.same(
      Object.keys(step),
      STEP.filter((name) => name in step),
    );
  const absent = steps.map((step) => [step['kind'], STEP.filter((name) => !(name in step))]);
  t.same(
    Object.fromEntries(absent),
    { condition: ['target', 'source'], rollout: ['target', 'leaves'], segment: ['source'] },
    'only these may be absent',
  );
  const [leaf] = decision.arbitrace.find(({ subject }: { subject: string }) => subject === 'Review').leaves;
  t.same(Object.keys(leaf), ['check', 'result', 'seen', 'span']);
  t.same([leaf.check, leaf.result, leaf.seen], ['cart.total > 1000', true, { 'cart.total': 2000 }]);
  t.equal(readFileSync(SHOP, 'utf8').slice(leaf.span.start, leaf.span.end), leaf.check);
});

void t.test('a step shows what it has seen, a condition of several parts each of them', async (t) => {
  const page = readFileSync(join(ROOT, 'docs', 'language', 'governance.md'), 'utf8');
  const trace = page.slice(page.indexOf('\n## Trace\n'));
  const [program, command, shown, step] = ['arb', 'sh', 'text', 'json'].map((language) => {
    return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(trace)?.[1] ?? '';
  });
  const [, data = ''] = /--data '(.*)'/.exec(command ?? '') ?? [];
  const given = ['eval', written('shop.arb', program), '--data', data];
  t.equal((await runArbiter(given)).stdout, shown, 'as the page on governance says');
  const { arbitrace } = JSON.parse((await runArbiter([...given, '--json'])).stdout);
  t.equal(JSON.stringify(arbitrace[1]), JSON.stringify(JSON.parse(step ?? '')));
});

void t.test('what data say steers no terminal', async (t) => {
  const path = written('text.arb', 'rule R { when { a.name != "x" } then A { } }\n');
  const { stdout } = await runArbiter([
    'eval',
    path,
    '--data',
    '{"a": {"name": "\\u001b[2J\\u009b1m\\u2028\\u202e"}}',
  ]);
  t.match(stdout, String.raw`(a.name = "\u001b[2J\u{9b}1m\u{2028}\u{202e}")`);
});

void t.test('a context of 100 MB is refused, one of many members is not', async (t) => {
  const huge = written('huge.json', '');
  truncateSync(huge, 100_000_000);
  for (const command of ['eval', 'strategy', 'flag', 'why']) {
    const { code, stderr } = await runArbiter([command, SHOP, '--data', `@${huge}`]);
    t.equal(code, 2);
    t.match(stderr, /huge\.json` has more than 64 MiB; see /);
  }
  const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}.v`, index]));
  const user = { id: 'u1', member: true };
  const wide = written('wide.json', { ...members, cart: { total: 50 }, user });
  t.same(namesOf(await runArbiter(['eval', SHOP, '--data', `@${wide}`, '--json', '--trace', 'off'])), [
    'Free',
  ]);
});

void t.test('eval: a trap is on record, or ends the decision', async (t) => {
  const data = '{"user": {"member": true}, "cart": {"total": 40, "amount": {"$decimal": "20 USD"}}}';
  const recorded = await runArbiter(['eval', SHOP, '--data', data, '--json']);
  t.equal(recorded.code, 1);
  t.same(namesOf(recorded), ['Free']);
  t.match(recorded.stdout, /"errors":\[\{"code":"vm\/unit-mismatch"/);
  const failed = await runArbiter(['eval', SHOP, '--data', data, '--json', '--on-trap', 'fail']);
  t.equal(failed.code, 1);
  t.same(namesOf(failed), []);
});

void t.test('strategy', async (t) => {
  const manual = await runArbiter(['strategy', SHOP, '--data', LARGE, '--json']);
  t.equal(manual.code, 0);
  const decided = JSON.parse(manual.stdout);
  t.same(Object.keys(decided), ['strategy', 'outcome', 'selected', 'params', 'errors', 'arbitrace']);
  t.match(decided, { strategy: 'Route', outcome: 'Path', selected: 'Manual', params: { target: 'manual' } });
  const arms = written('arms.json', { arms: { Route: { Manual: { kill_switch: true } } } });
  const killed = await runArbiter([
    'strategy',
    SHOP,
    '--name',
    'Route',
    '--data',
    LARGE,
    '--overrides',
    arms,
  ]);
  t.match(
    killed.stdout,
    /^Route → Automatic: Path \{"target":"auto"\}\n {2}blocked {2}Route: strategy:Route\/Manual:kill/,
  );
});

void t.test('flag: one, and all of them', async (t) => {
  const one = await runArbiter([
    'flag',
    SHOP,
    '--key',
    'layout',
    '--data',
    LARGE,
    '--json',
    '--trace',
    'off',
  ]);
  t.equal(one.code, 0);
  t.same(JSON.parse(one.stdout), {
    flag: 'layout',
    variant: 'wide',
    values: { columns: 2 },
    is_default: false,
    reason: 'matched inline condition',
    arbitrace: [],
  });
  const all = await runArbiter(['flag', SHOP, '--json']);
  t.same(
    JSON.parse(all.stdout).map((decided: { flag: string; is_default: boolean }) => [
      decided.flag,
      decided.is_default,
    ]),
    [
      ['checkout', true],
      ['layout', true],
    ],
  );
  const shown = await runArbiter(['flag', SHOP, '--key', 'layout', '--trace', 'off']);
  t.equal(shown.stdout, 'layout = plain {} (default): prerequisite checkout not met\n');
});

void t.test('explore', async (t) => {
  const { code, stdout } = await runArbiter(['explore', SHOP, '--json']);
  t.equal(code, 0);
  const { source, rules, flags } = JSON.parse(stdout);
  t.equal(source, SHOP);
  t.match(rules[1], { name: 'Review', rollout: '50% by user.id namespace "review"' });
  t.match(flags[1], { name: 'layout', requires: ['checkout'], variants: ['wide'] });
  t.match((await runArbiter(['explore', SHOP])).stdout, /^rules \(3\)\n {2}Free {4}priority 5/m);
});

void t.test('mistakes are one line and exit code 2', async (t) => {
  const typo = written('typo.json', { rules: { Fre: { kill_switch: true } } });
  const camel = written('camel.json', { rules: { Free: { killSwitch: true } } });
  const cases: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['eval', SHOP, '--tags', 'fruad'], /no rule has the tag `fruad` \(did you mean `fraud`\?\)/],
    [['eval', SHOP, '--tags', 'a,,b'], /--tags takes tags/],
    [['eval', SHOP, '--overrides', typo], /no rule `Fre` \(did you mean `Free`\?\)/],
    [['eval', SHOP, '--overrides', camel], /did you mean `kill_switch`/],
    [['eval', SHOP, '--overrides', 'no-such.json'], /cannot be read/],
    [['eval', SHOP, '--trace', 'loud'], /--trace takes one of full, blocked, off/],
    [['eval', SHOP, '--on-trap', 'panic'], /--on-trap takes one of record, fail/],
    [['eval', SHOP, '--ungoverned', '--trace', 'full'], /--ungoverned asks no gates/],
    [['strategy', SHOP, '--name', 'Rout'], /no strategy `Rout` \(did you mean `Route`\?\)/],
    [['strategy', GOVERNED], /the program has no strategy/],
    [['flag', SHOP, '--key', 'chekout'], /no flag `chekout` \(did you mean `checkout`\?\)/],
    [['eval', SHOP, '--data', '{'], /--data is not JSON at 1:2/],
    [['eval', SHOP, '--data', '[1]'], /--data is no context: it is no JSON object/],
    [['flag', SHOP, '--data', DEEP], /--data is no context: it nests more than 64 deep/],
    [['strategy', SHOP, '--data', DEEP], /--data is no context: it nests more than 64 deep/],
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
