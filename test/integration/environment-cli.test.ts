/** `--environment`: the program as it is there, in every command that reads one, in bundles, in audit files, and while it is followed. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { watchProgram } from '#app/library.js';
import { until } from '../harness/await-until.ts';
import { type Ended, runArbiter } from '../harness/child.ts';
import { HandWatch } from '../harness/hand-watch.ts';
import { runHere } from '../harness/run-here.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const BASE = [
  'const LIMIT = 10',
  'segment big { cart.total > LIMIT }',
  'rule Free { requires checkout when { true } then Ship { } }',
  'flag checkout type boolean default false { owner: "shop" when big then true }',
].join('\n');

function project(t: Test): { readonly folder: string; readonly file: string } {
  const folder = temporaryDirectory(t);
  const file = join(folder, 'flags.arb');
  writeFileSync(file, BASE);
  writeFileSync(join(folder, 'flags.production.arb'), 'segment big { cart.total > LIMIT * 100 }');
  return { folder, file };
}

const DATA = ['--data', '{"cart": {"total": 50}}', '--trace', 'off'];

function decided({ code, stdout, stderr }: Omit<Ended, 'signal'>): string {
  return code === 0 ? stdout.trim() : stderr;
}

void t.test('flag, eval with an audit file, compile, and what a bundle is', async (t) => {
  const { folder, file } = project(t);
  const inProduction = ['--environment', 'production'];
  const [base, flag, bundle] = await Promise.all([
    runHere(['flag', file, ...DATA]),
    runArbiter(['flag', file, ...DATA, ...inProduction]),
    runHere(['compile', file, ...inProduction, '--out', join(folder, 'flags.arbb')]),
  ]);
  t.equal(decided(base), 'checkout = true: matched segment big');
  t.equal(decided(flag), 'checkout = false (default): no rules matched');
  t.equal(bundle.code, 0);
  const audit = join(folder, 'audit.jsonl');
  const [evaluated, compiled, refused] = await Promise.all([
    runHere(['eval', file, ...DATA, ...inProduction, '--audit', audit]),
    runHere(['flag', join(folder, 'flags.arbb'), ...DATA]),
    runHere(['flag', join(folder, 'flags.arbb'), ...DATA, ...inProduction]),
  ]);
  t.equal(decided(evaluated), 'no rule matched');
  t.match(JSON.parse(readFileSync(audit, 'utf8')), { environment: 'production', rules: [] });
  t.equal(decided(compiled), decided(flag), 'a bundle is what was compiled');
  t.equal(refused.code, 2);
  t.match(refused.stderr, /it is a bundle, which is compiled for one environment/);
  const replayed = await runHere(['replay', file, '--audit', audit, ...inProduction]);
  t.equal(replayed.code, 0, replayed.stdout);
});

void t.test(
  'an environment without a file is said, one that cannot be is refused, mistakes are shown',
  async (t) => {
    const { folder, file } = project(t);
    writeFileSync(join(folder, 'flags.broken.arb'), 'flag checkout { owner: "shop" when smal then true }');
    const [missing, test, broken] = await Promise.all([
      runHere(['flag', file, ...DATA, '--environment', 'prod']),
      runHere(['flag', file, ...DATA, '--environment', 'test']),
      runArbiter(['check', file, '--environment', 'broken']),
    ]);
    t.equal(decided(missing), 'checkout = true: matched segment big');
    t.match(missing.stderr, /there is no \S+flags\.prod\.arb, so `prod` changes nothing\n$/);
    t.equal(test.code, 2);
    t.match(test.stderr, /`test` is no environment/);
    t.equal(broken.code, 1);
    t.match(broken.stderr, /flags\.broken\.arb:1:\d+/);
  },
);

void t.test('explore shows the flags of the environment and the consts of the program', async (t) => {
  const { folder, file } = project(t);
  writeFileSync(
    join(folder, 'flags.production.arb'),
    'flag extra { owner: "shop" when { cart.weight > 5 kg } then true }',
  );
  const { stdout } = await runHere(['explore', file, '--environment', 'production', '--json']);
  const {
    flags,
    constants,
    used_units: units,
  }: Readonly<Record<string, readonly { readonly name?: string; readonly symbols?: unknown }[]>> = JSON.parse(
    stdout,
  );
  t.same(
    flags?.map(({ name }) => name),
    ['checkout', 'extra'],
  );
  t.match(constants, [{ name: 'LIMIT', value: 10 }]);
  t.match(units, [{ symbols: ['kg'] }]);
});

void t.test(
  'a program that follows its files follows that of its environment, also one that comes later',
  async (t) => {
    const { folder, file } = project(t);
    const path = join(folder, 'flags.staging.arb');
    const ports = new HandWatch();
    const watched = await watchProgram(file, { ports, environment: 'staging' });
    const flags = (): number => watched.current?.program.flags.length ?? 0;
    const seen = async (what: string, count: number): Promise<void> => {
      ports.signal();
      await until(what, () => {
        ports.elapse();
        return flags() === count;
      });
    };
    t.same([watched.current?.environment, flags()], [null, 1]);
    writeFileSync(path, 'flag extra { owner: "shop" }');
    await seen('the file that has come', 2);
    t.equal(watched.current?.environment, 'staging');
    rmSync(path);
    await seen('that it has gone', 1);
    await watched.close();
  },
);
