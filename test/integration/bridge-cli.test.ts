/** `arbiter import` and `arbiter export` as their users call them: files, pipes, exit codes, one line a mistake. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runArbiter } from '../harness/child.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const RULE = {
  name: 'high risk',
  condition: { Operator: '>', Lhs: { VarExpr: 'x' }, Rhs: { Const: { NumConst: 5 } } },
  action: { ActionName: 'Review' },
};
const TEXT = 'rule high_risk {\n    when {\n        x > 5\n    }\n    then Review { }\n}\n';

void t.test('import, then export', async (t) => {
  const folder = temporaryDirectory(t);
  const [json, arb, back] = [
    join(folder, 'rules.json'),
    join(folder, 'rules.arb'),
    join(folder, 'back.json'),
  ];
  writeFileSync(json, `\ufeff${JSON.stringify({ rules: [RULE] })}`);
  const imported = await runArbiter(['import', json]);
  t.equal(imported.code, 0, imported.stderr);
  t.equal(imported.stdout, TEXT);
  t.equal(imported.stderr, `${json}: /rules/0/name: "high risk" was renamed to \`high_risk\`\n`);
  const toFile = await runArbiter(['import', json, '--out', arb]);
  t.equal(toFile.stdout, '');
  t.equal(readFileSync(arb, 'utf8'), TEXT);
  const asJson = JSON.parse((await runArbiter(['import', json, '--json'])).stdout);
  t.match(asJson, { file: json, ok: true, text: TEXT, notes: [{ place: '/rules/0/name' }] });
  const exported = await runArbiter(['export', arb]);
  const action = { ...RULE.action, ParamMap: {} };
  t.same(JSON.parse(exported.stdout), { rules: [{ ...RULE, name: 'high_risk', action }] });
  t.equal((await runArbiter(['export', arb, '--out', back])).code, 0);
  t.equal(readFileSync(back, 'utf8'), exported.stdout);
});

void t.test('findings', async (t) => {
  const folder = temporaryDirectory(t);
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const broken = file('broken.json', '{\n  "rules": [x]\n}');
  const invalid = await runArbiter(['import', broken]);
  t.equal(invalid.code, 1);
  t.equal(invalid.stderr, `${broken}:2:13: this is no JSON\n`);
  const short = file('short.json', '[');
  t.equal((await runArbiter(['import', short])).stderr, `${short}:1:2: the JSON ends too early\n`);
  const wrong = file('wrong.json', JSON.stringify([{ ...RULE, condition: {}, action: null }]));
  const found = await runArbiter(['import', wrong, '--out', join(folder, 'never.arb')]);
  t.equal(found.code, 1);
  t.equal(found.stdout, '');
  t.equal(
    found.stderr,
    `${wrong}: /0/condition: an empty object is no node\n${wrong}: /0/action: the action is missing\n`,
  );
  t.throws(() => readFileSync(join(folder, 'never.arb')), 'nothing was written');
  t.match(JSON.parse((await runArbiter(['import', wrong, '--json'])).stdout), { ok: false });
  const strategy = file('strategy.arb', 'strategy S returns O { else A { } }');
  const refused = await runArbiter(['export', strategy]);
  t.equal(refused.code, 1);
  const message = 'bundle contains strategy declarations; Arishem JSON emit only supports rules';
  t.equal(refused.stderr, `${strategy}:1:1: ${message}\n`);
  const governed = file('governed.arb', 'rule R { kill_switch on then A { } }');
  const dropped = await runArbiter(['export', governed]);
  t.equal(dropped.code, 0);
  t.equal(dropped.stderr, `${governed}:1:6: rule R: kill_switch is not part of JSON rules\n`);
});

void t.test('usage', async (t) => {
  const none = join(temporaryDirectory(t), 'none');
  for (const args of [
    ['import'],
    ['export'],
    ['import', none],
    ['export', none],
    ['export', none, '--json'],
  ]) {
    const { code, stderr } = await runArbiter(args);
    t.equal(code, 2, args.join(' '));
    t.match(stderr, /^arbiter: [^\n]+\n$/);
  }
  for (const command of ['import', 'export']) {
    const { code, stdout } = await runArbiter([command, '--help']);
    t.equal(code, 0);
    t.match(stdout, /usage: arbiter[^]*examples:[^]*exit codes/);
  }
});
