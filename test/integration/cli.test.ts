/** The program as its users call it: exit codes, one-line usage errors, bundles, the audit log. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { runArbiter, startScript } from '../harness/child.ts';
import { ROOT } from '../harness/sources.ts';

const MONITOR = 'examples/earthquakes/monitor.arb';
const FIVE = 'test/conformance/cases/language/five-mistakes/rules.arb';
const folder = mkdtempSync(join(tmpdir(), 'arbiter-cli-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

void t.test('check', async (t) => {
  const right = await runArbiter(['check', MONITOR]);
  t.equal(right.code, 0);
  t.equal(right.stdout, 'ok\n');
  const wrong = await runArbiter(['check', FIVE]);
  t.equal(wrong.code, 1);
  t.equal(wrong.stderr.match(/^(?:error|warning)\[/gm)?.length, 5);
  t.equal(wrong.stderr.match(/:\d+:\d+$/gm)?.length, 5, 'each has line and column');
  t.equal(wrong.stderr.match(/\^+$/gm)?.length, 5, 'each has a caret');
  const json = await runArbiter(['check', FIVE, '--json']);
  t.equal(JSON.parse(json.stdout).diagnostics.length, 5);
});

void t.test('usage mistakes are one line and exit code 2', async (t) => {
  for (const args of [
    ['check', 'no-such-file.arb'],
    ['check'],
    ['check', MONITOR, '--nope'],
    ['run', MONITOR, '--nats', 'http://x'],
    ['run', FIVE.replace('five-mistakes', '../rules/governed')],
    ['run', MONITOR, '--log-level', 'loud'],
    ['run', MONITOR, '--facts', 'no-such-file.ndjson'],
    ['audit', 'verify', '--data', 'no-such-folder'],
    ['simulate', MONITOR, '--seeds', 'many'],
    ['eval', MONITOR, '--data', '{'],
    ['audit', 'verify'],
    ['audit', 'falsify'],
    ['fmt'],
    ['fmt', 'no-such-file.arb'],
    ['fmt', '--stdin', MONITOR],
    ['frobnicate'],
  ]) {
    const { code, stdout, stderr } = await runArbiter(args);
    t.equal(code, 2, args.join(' '));
    t.match(stderr, /^arbiter: [^\n]+\n$/, args.join(' '));
    t.equal(stdout, '');
  }
  for (const args of [
    ['--help'],
    ['check', '--help'],
    ['fmt', '--help'],
    ['run', '--help'],
    ['simulate', '--help'],
    ['audit', '--help'],
  ]) {
    const { code, stdout } = await runArbiter(args);
    t.equal(code, 0);
    t.match(stdout, /usage: arbiter/);
  }
});

void t.test('fmt', async (t) => {
  t.same(await runArbiter(['fmt', '--check', 'examples']), { code: 0, signal: null, stdout: '', stderr: '' });
  const file = join(folder, 'untidy.arb');
  writeFileSync(file, 'const  A=1');
  t.equal((await runArbiter(['fmt', '--check', file])).code, 1);
  t.equal((await runArbiter(['fmt', file])).stdout, `${file}\n`);
  t.equal(readFileSync(file, 'utf8'), 'const A = 1\n');
});

void t.test('compile', async (t) => {
  const bundle = join(folder, 'monitor.arbb');
  t.equal((await runArbiter(['compile', MONITOR, '--out', bundle])).code, 0);
  const listing = await runArbiter(['compile', MONITOR, '--disasm']);
  t.match(listing.stdout, /IterOpen +any/);
  t.equal((await runArbiter(['compile', bundle, '--disasm'])).stdout, listing.stdout);
  t.match((await runArbiter(['compile', MONITOR, '--outline'])).stdout, /^\(const SIGNIFICANT/);
  const bytes = readFileSync(bundle);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  writeFileSync(bundle, bytes);
  const refused = await runArbiter(['run', bundle, '--data', join(folder, 'never')]);
  t.equal(refused.code, 1);
  t.match(refused.stderr, /refused/);
  t.notOk(existsSync(join(folder, 'never')), 'nothing was executed');
});

void t.test('eval', async (t) => {
  const rules = 'test/conformance/cases/rules/governed/rules.arb';
  const { code, stdout } = await runArbiter([
    'eval',
    rules,
    '--data',
    '{"user": {"cart_total": 40, "region": "DE"}}',
    '--json',
  ]);
  t.equal(code, 0);
  const { matched, errors } = JSON.parse(stdout);
  t.same(
    matched.map(({ name }: { name: string }) => name),
    ['FreeShipping', 'Domestic'],
  );
  t.same(errors, []);
});

void t.test('run with a file of facts, then verify and replay its audit log', async (t) => {
  const data = join(folder, 'data');
  const facts = join(folder, 'facts.ndjson');
  const lines = readFileSync(join(ROOT, 'examples/earthquakes/week.ndjson'), 'utf8').split('\n');
  writeFileSync(facts, lines.filter((line) => line.includes('"Taiwan"')).join('\n'));
  const run = await runArbiter(['run', MONITOR, '--facts', facts, '--data', data]);
  t.equal(run.code, 0, run.stderr);
  t.match(run.stdout, /2018-02-06 15:50:42Z {2}MainShock {2}Taiwan {2}.*magnitude=6\.4/);
  t.match(run.stdout, /facts {8}20 in/);
  const verified = await runArbiter(['audit', 'verify', '--data', data, '--replay', '--json']);
  t.equal(verified.code, 0, verified.stdout + verified.stderr);
  const report = JSON.parse(verified.stdout);
  t.same(report.findings, []);
  t.same(report.replay.differences, []);
  t.ok(report.replay.decisions > 20);
  const head = await runArbiter(['audit', 'verify', '--data', data, '--expect-head', report.head.hash]);
  t.equal(head.code, 0);
  const other = await runArbiter(['audit', 'verify', '--data', data, '--expect-head', '0'.repeat(64)]);
  t.equal(other.code, 1);
  const outcomes = readFileSync(join(data, 'outcomes', 'alerts.jsonl'), 'utf8')
    .trim()
    .split('\n');
  t.equal(new Set(outcomes.map((line) => JSON.parse(line).id)).size, outcomes.length, 'each outcome once');
  const changed = join(folder, 'changed.arb');
  writeFileSync(
    changed,
    readFileSync(join(ROOT, MONITOR), 'utf8').replace('SIGNIFICANT = 4.5', 'SIGNIFICANT = 4'),
  );
  const mismatch = await runArbiter(['run', changed, '--facts', facts, '--data', data]);
  t.equal(mismatch.code, 1);
  t.match(mismatch.stderr, /belongs to bundle/);
});

void t.test('an embedded run without facts waits until it is stopped', async (t) => {
  const run = startScript('app/main.js', ['run', MONITOR, '--data', join(folder, 'waiting')]);
  await new Promise<void>((resolve) => {
    run.process.stderr?.on('data', (text: string) => {
      if (text.includes('running on in-process bus')) resolve();
    });
  });
  t.equal(run.process.exitCode, null);
  run.process.kill('SIGINT');
  const { code, stderr } = await run.ended;
  t.equal(code, 0, stderr);
});
