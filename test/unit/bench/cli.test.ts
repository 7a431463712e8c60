/** `npm run bench` as somebody calls it. */
import t from 'tap';
import type { Baseline } from '../../bench/baseline.ts';
import { parseCommand } from '../../bench/command.ts';
import { FULL, TINY } from '../../bench/suite.ts';
import { SUITES } from '../../bench/suites.ts';
import { runScript } from '../../harness/child.ts';

const bench = (...args: readonly string[]) => runScript('test/bench/main.js', args);

void t.test('help names every suite and every flag', async (t) => {
  const { code, stdout, stderr } = await bench('--help');
  t.equal(code, 0);
  t.equal(stderr, '');
  for (const { name, question } of SUITES)
    t.ok(stdout.includes(`${name} `) && stdout.includes(question), name);
  for (const flag of ['--check', '--update', '--quick', '--facts', '--steps', '--json'])
    t.ok(stdout.includes(`  ${flag} `), flag);
});

void t.test('a mistake ends with 2 and measures nothing', async (t) => {
  const { code, stdout, stderr } = await bench('one-rules');
  t.equal(code, 2);
  t.equal(stdout, '');
  t.match(stderr, /^bench: no suite is called `one-rules`; there are `one-rule`, /);
});

void t.test('a suite prints its table, and nothing else into a pipe', async (t) => {
  const { code, stdout, stderr } = await bench('strategy', '--quick');
  t.equal(code, 0);
  t.equal(stderr, '');
  t.match(
    stdout,
    /^strategy: .*\n\n +median +ratio .*\nby hand.* 1×\nArbiter, `decideStrategy` +[\d.,]+ [µn]s/,
  );
});

void t.test('JSON is for programs', async (t) => {
  const { code, stdout } = await bench('strategy', '--quick', '--json');
  t.equal(code, 0);
  const measured: Baseline = JSON.parse(stdout);
  t.same(Object.keys(measured), ['strategy']);
  t.match(measured['strategy'], {
    commit: /./,
    node: process.versions.node,
    others: Number,
    tables: [{ unit: 'ns' }],
  });
});

void t.test('names choose suites, and the first part of a name is enough', (t) => {
  const chosen = (...args: readonly string[]): readonly string[] => {
    const command = parseCommand(args, SUITES);
    return command.kind === 'run' ? command.suites.map(({ name }) => name) : [command.kind];
  };
  t.same(
    chosen(),
    SUITES.map(({ name }) => name),
  );
  t.same(
    chosen('rule-sets', 'flag'),
    ['flag', 'rule-sets-1000', 'rule-sets-10000'],
    'in the order of the report',
  );
  t.same(chosen('rule-set'), ['usage'], 'a part ends where a word does');
  t.end();
});

void t.test('flags that do not go together', (t) => {
  const reasonOf = (...args: readonly string[]): string => {
    const command = parseCommand(args, SUITES);
    return command.kind === 'usage' ? command.reason : command.kind;
  };
  t.match(reasonOf('--fast'), /Unknown option '--fast'/);
  t.match(reasonOf('--check', '--update'), /exclude each other/);
  t.match(reasonOf('--quick', '--check'), /`--quick` measures nothing that `--check` could use/);
  t.match(reasonOf('--quick', '--update'), /`--update`/);
  t.match(reasonOf('--facts', '10', '--update'), /`--facts` measures nothing that `--update` could use/);
  t.equal(reasonOf('--check', '--json'), 'run');
  t.end();
});

void t.test('a run can be made smaller', (t) => {
  const sizeOf = (...args: readonly string[]) => {
    const command = parseCommand(args, SUITES);
    return command.kind === 'run' ? command.size : command;
  };
  t.same(sizeOf(), FULL);
  t.same(sizeOf('--quick'), TINY);
  t.same(sizeOf('--facts', '300', '--steps', '50'), { ...FULL, factsMax: 300, steps: 50 });
  t.same(sizeOf('--quick', '--facts', '6'), { ...TINY, factsMax: 6 });
  t.match(sizeOf('--facts', '1e3'), { reason: '`--facts` takes a positive integer and not `1e3`' });
  t.end();
});
