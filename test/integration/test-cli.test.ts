/** `arbiter test` as its users call it: what it finds, what it says in each form, and its exit codes. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Parser } from 'tap-parser';
import { runArbiter, startScript } from '../harness/child.ts';

const SHOP = `import "lib/vip"
rule Ship { when { total > 35 } then Send { cost: 0 } otherwise Collect { fee: 2 } }
rule Gift {
    when { total > 100 }
    then Wrap {
        size: total / 100,
    }
}
flag beta { owner: "o" when { vip } then true }
`;
const VIP = 'rule Vip { when { total > 1000 } then Call { } }\n';
const PASSING = `test "ships" tag "fast" { given { total: 40 } expect rule Ship matched, }
test "collects" { given { total: 30 } expect action Collect { fee: 2 } expect rule lib.vip.Vip not matched }
`.replace('matched, }', 'matched }');
const FAILING = `test "a <b> & \\"c\\" # TODO it" tag "fast" {
    given { total: 30 }
    expect rule Ship matched
}
test "passes" { given { total: 30, vip: true } expect flag beta == true }
`;

const folder = mkdtempSync(join(tmpdir(), 'arbiter-test-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));

function project(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'lib'), { recursive: true });
  writeFileSync(join(path, 'arbiter.toml'), '[project]\nname = "shop"\nversion = "1"\n');
  writeFileSync(join(path, 'lib', 'vip.arb'), VIP);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const good = project('good', { 'shop.arb': SHOP, 'shop.test.arb': PASSING });
const bad = project('bad', {
  'other.arb': SHOP,
  'other.test.arb': FAILING,
  'shop.arb': SHOP,
  'shop.test.arb': PASSING,
});

void t.test('without arguments all test files below the current folder', async (t) => {
  const { code, stdout, stderr } = await runArbiter(['test'], { cwd: good });
  t.equal(code, 0, stderr);
  t.equal(stdout, 'shop.test.arb: 2 passed, 0 failed\ntest summary: 2 passed, 0 failed\n');
});

void t.test('a failure has its place, what was expected and found, and what stood in the way', async (t) => {
  const { code, stdout } = await runArbiter(['test', '.'], { cwd: bad });
  t.equal(code, 1);
  t.equal(
    stdout,
    `other.test.arb: 1 passed, 1 failed
  [FAIL] test "a <b> & "c" # TODO it"
    error: expected rule Ship matched, found its \`otherwise\`
      at other.test.arb:3:5
      blocked Ship: condition: total > 35 -> false (total = 30)
shop.test.arb: 2 passed, 0 failed
test summary: 3 passed, 1 failed
`,
  );
});

void t.test('tags', async (t) => {
  const fast = await runArbiter(['test', good, '--tag', 'fast', '--verbose']);
  t.equal(fast.code, 0);
  t.match(fast.stdout, /1 passed, 0 failed\n {2}\[PASS\] test "ships"\n {4}rule Ship matched ok\n/);
  const none = await runArbiter(['test', good, '--tag', 'slow']);
  t.equal(none.code, 2);
  t.match(none.stderr, /no case carries the tag `slow`/);
});

void t.test('TAP is valid', async (t) => {
  const { code, stdout } = await runArbiter(['test', bad, '--reporter', 'tap']);
  t.equal(code, 1);
  t.match(stdout, /^TAP version 14\n1\.\.2\n/);
  const names: string[] = [];
  const parser = new Parser({ strict: true });
  parser.on('child', (child: Parser) => child.on('assert', ({ name }: { name: string }) => names.push(name)));
  const ended = new Promise<{ readonly count: number; readonly fail: number; readonly failures: unknown }>(
    (resolve) => parser.on('complete', resolve),
  );
  parser.end(stdout);
  const results = await ended;
  t.equal(results.count, 2);
  t.equal(results.fail, 1, 'nothing but the planted failure, not even under strict');
  t.same(names, ['test "a <b> & "c" # TODO it"', 'test "passes"', 'test "ships"', 'test "collects"']);
});

void t.test('JUnit is well-formed and escaped', async (t) => {
  const { code, stdout } = await runArbiter(['test', '.', '--reporter', 'junit'], { cwd: bad });
  t.equal(code, 1);
  t.match(
    stdout,
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites tests="4" failures="1" time="[\d.]+">\n/,
  );
  t.match(
    stdout,
    'name="test &quot;a &lt;b&gt; &amp; &quot;c&quot; # TODO it&quot;" file="other.test.arb" line="3">',
  );
  t.match(stdout, '&#10;blocked Ship: condition: total &gt; 35 -&gt; false (total = 30)</failure>');
  t.same(unbalanced(stdout), []);
});

/** Tags that are not closed in order; attributes must be quoted and hold no `<`. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = '', empty] of xml.matchAll(/<(\/?)(\w+)(?:\s\w+="[^"<]*")*(\/?)>/g)) {
    if (close !== '/' && empty !== '/') open.push(name);
    else if (close === '/' && open.pop() !== name) return [...open, name];
  }
  const rest = xml.replace(/<\?xml[^>]*\?>|<\/?\w+(?:\s\w+="[^"<]*")*\/?>/g, '');
  return /[<>]/.test(rest) ? [...open, rest] : open;
}

void t.test('JSON', async (t) => {
  const { stdout } = await runArbiter(['test', '.', '--json', '--coverage'], { cwd: bad });
  const { passed, failed, files } = JSON.parse(stdout);
  t.same([passed, failed], [3, 1]);
  t.match(files[0], {
    file: 'other.test.arb',
    module: 'other.arb',
    passed: 1,
    failed: 1,
    error: null,
    diagnostics: [],
  });
  t.same(files[0].cases[0], {
    kind: 'test',
    name: 'a <b> & "c" # TODO it',
    tags: ['fast'],
    passed: false,
    details: [],
    failure: {
      message: 'expected rule Ship matched, found its `otherwise`',
      expected: 'rule Ship matched',
      found: 'its `otherwise`',
      file: 'other.test.arb',
      line: 3,
      column: 5,
      trace: ['blocked Ship: condition: total > 35 -> false (total = 30)'],
    },
  });
  t.match(files[0].coverage[0], {
    kind: 'rule',
    name: 'Ship',
    evaluated: 2,
    matched: 0,
    fallback: 2,
    covered: false,
  });
});

void t.test('coverage', async (t) => {
  const lcov = join(folder, 'lcov.info');
  const { code, stdout } = await runArbiter(['test', '--coverage', '--lcov', lcov], { cwd: good });
  t.equal(code, 0);
  t.match(
    stdout,
    `coverage of shop.arb: 1 of 4
  leaves: 1 of 4
  rule Gift: never matched
    shop.arb:4:12: total > 100: never true
  rule lib.vip.Vip: never matched
    lib/vip.arb:1:19: total > 1000: never true
  flag rule beta/1: never evaluated
    shop.arb:9:31: vip: never reached
`,
  );
  const text = readFileSync(lcov, 'utf8');
  t.match(text, 'SF:shop.arb\nFN:2,rule Ship\nFNDA:2,rule Ship\n');
  t.match(
    text,
    'BRDA:2,0,0,1\nBRDA:2,0,1,1\nBRDA:4,1,0,0\nBRDA:4,1,1,2\nBRDA:9,2,0,-\nBRDA:9,2,1,-\nBRF:6\nBRH:3\n',
  );
  t.match(text, 'DA:3,2\nDA:4,2\nDA:6,0\n');
  t.match(text, 'SF:lib/vip.arb\n');
  t.equal(text.match(/^end_of_record$/gm)?.length, 2);
});

void t.test('coverage of conditions, leaf by leaf', async (t) => {
  const parts = project('parts', {
    'shop.arb': `segment gold { tier == "gold" and spent > 100 }
rule Ship {
    when segment gold {
        let most = 2 * limit
        total >= 35 and not (country in ["XX", "YY"] or total > most) and true
    }
    then Send { cost: 0 }
}
outcome Path { to: string }
strategy Route returns Path {
    when segment gold { total > 35 } then Fast { to: "a" }
    else Slow { to: "b" }
}
flag beta type multivariate default "off" {
    owner: "o"
    when segment gold then "all"
    else when { vip or staff } then "some"
}
fact F { n: number }
expert rule Big {
    when { any f in facts.F { f.n > 1 } and n > 1 }
    then assert G { key: "g" }
}
`,
    'shop.test.arb': `test "gold" {
    given { tier: "gold", spent: 200, total: 40, limit: 50, country: "DE" }
    expect rule Ship matched expect strategy Route == "Fast" expect flag beta == "all"
}
test "small" { given { tier: "gold", spent: 200, total: 1, limit: 50, country: "DE" } expect rule Ship not matched }
test "vip" { given { tier: "tin", vip: true } expect flag beta == "some" }
test "strange" { given { tier: "tin", vip: "yes", staff: null } expect flag beta == "off" }
`,
  });
  const lcov = join(folder, 'parts.info');
  const { code, stdout } = await runArbiter(['test', '--coverage', '--lcov', lcov], { cwd: parts });
  t.equal(code, 0, 'coverage never fails a run');
  t.equal(
    stdout,
    `shop.test.arb: 4 passed, 0 failed
coverage of shop.arb: 3 of 6
  leaves: 3 of 8
  rule Ship
    shop.arb:5:30: country in ["XX", "YY"]: never true
    shop.arb:5:57: total > most: never true
  arm Route/Fast: always matched
    shop.arb:11:25: total > 35: never false
  arm Route/Slow: never evaluated
  flag rule beta/2
    shop.arb:17:24: staff: never true
  expert rule Big: never evaluated
  segment gold
    shop.arb:1:35: spent > 100: never false
test summary: 4 passed, 0 failed
`,
  );
  const text = readFileSync(lcov, 'utf8');
  t.match(text, 'FN:1,segment gold\nFNDA:8,segment gold\n');
  t.match(text, 'BRDA:5,1,0,0\nBRDA:5,1,1,1\nBRDA:5,2,0,0\nBRDA:5,2,1,1\n');
  t.match(text, 'DA:1,8\n');
  t.match(text, 'BRF:18\nBRH:11\n');
  const tap = await runArbiter(['test', '--coverage', '--reporter', 'tap'], { cwd: parts });
  t.match(
    tap.stdout,
    '# coverage of shop.arb: 3 of 6\n#   leaves: 3 of 8\n#   rule Ship\n#     shop.arb:5:30: ',
  );
  const json = await runArbiter(['test', '--coverage', '--json'], { cwd: parts });
  const { coverage } = JSON.parse(json.stdout).files[0];
  t.same(
    coverage.map(({ kind, leaves }: { kind: string; leaves: readonly unknown[] }) => [kind, leaves.length]),
    [
      ['rule', 3],
      ['arm', 1],
      ['arm', 0],
      ['flag-rule', 0],
      ['flag-rule', 2],
      ['expert-rule', 0],
      ['segment', 2],
    ],
  );
  const place = { file: 'shop.arb', line: 5, column: 30 };
  t.same(coverage[0].leaves[1], {
    check: 'country in ["XX", "YY"]',
    ...place,
    held: 0,
    failed: 1,
    covered: false,
  });
});

void t.test('mistakes in files are failures, shown with their place', async (t) => {
  const wrong = project('wrong', {
    'a.arb': 'rule A { then B { } }\n',
    'a.test.arb': 'test "a" { expect rule C matched }\n',
    'b.arb': 'rule A { then }\n',
    'b.test.arb': 'test "a" { expect rule A matched }\n',
    'c.test.arb': 'test "a" { expect rule A matched }\n',
    'd.arb': 'rule A { then B { } }\n',
    'd.test.arb': '# nothing\n',
  });
  writeFileSync(join(wrong, 'e.test.arb'), Buffer.from([0xff, 0xfe, 0]));
  cpSync(join(wrong, 'd.arb'), join(wrong, 'e.arb'));
  const { code, stdout, stderr } = await runArbiter(['test'], { cwd: wrong });
  t.equal(code, 1);
  t.match(stderr, /error\[test\/unknown-name\]: the module has no rule `C`/);
  t.match(stderr, /error\[parse\/expected\]/);
  t.match(stderr, /error\[source\/not-text\]/);
  t.match(stdout, /error: module `b\.arb` has mistakes/);
  t.match(stdout, /error: module `c\.arb` cannot be read/);
  t.match(stdout, /error: the test file has no cases/);
  t.match(stdout, 'test summary: 0 passed, 5 failed');
  const junit = await runArbiter(['test', '--reporter', 'junit'], { cwd: wrong });
  t.same(unbalanced(junit.stdout), []);
  t.equal(junit.stdout.match(/<error /g)?.length, 5);
});

void t.test('continuous scenarios and parts that do not run fail by name', async (t) => {
  const live = project('live', {
    'a.arb':
      'fact F { n: number }\nexpert rule R { when { any f in facts.F { f.n > 1 } } then retract F { key: "x" } }\n',
    'a.test.arb':
      'scenario "s" { at T+0 { expect no fact F } }\nscenario "c" { stream F { n: 1 } within 5m { expect fact F } }\n',
    'b.arb':
      'outcome O { k: string }\nexpert rule R { when { true } then emit O { k: secret("env:KEY") } }\n',
    'b.test.arb': 'scenario "s" { at T+0 { expect no outcome O } }\n',
  });
  const { code, stdout } = await runArbiter(['test'], { cwd: live });
  t.equal(code, 1);
  t.match(stdout, /a\.test\.arb: 1 passed, 1 failed/);
  t.match(stdout, /continuous scenarios are not run by this version/);
  t.match(stdout, /this version does not run it: expert rule `R` reads `secret\(…\)`/);
});

void t.test('usage', async (t) => {
  for (const args of [
    ['test', 'no-such-folder'],
    ['test', join(good, 'shop.arb')],
    ['test', join(good, 'arbiter.toml')],
    ['test', join(good, 'lib')],
    ['test', good, '--reporter', 'loud'],
    ['test', good, '--lcov', 'x'],
    ['test', good, '--coverage', '--lcov', join(folder, 'no', 'such', 'file')],
  ]) {
    const { code, stderr } = await runArbiter(args);
    t.equal(code, 2, args.join(' '));
    t.match(stderr, /^arbiter: [^\n]+\n$/, args.join(' '));
  }
});

void t.test('watch runs again when an import changes, and ends on a signal', async (t) => {
  const watched = project('watched', { 'shop.arb': SHOP, 'shop.test.arb': PASSING });
  const child = startScript('app/main.js', ['test', '--watch'], { cwd: watched });
  t.teardown(() => child.process.kill('SIGKILL'));
  const seen = { text: '', waits: 0 };
  const runs = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setInterval(() => {
        if (seen.waits < count) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
  child.process.stderr?.on('data', (text: string) => (seen.waits += text.split('waiting for').length - 1));
  await runs(1);
  writeFileSync(join(watched, 'lib', 'vip.arb'), 'rule Vip { when { total > 10 } then Call { } }\n');
  await runs(2);
  child.process.kill('SIGINT');
  const { code, stdout } = await child.ended;
  t.equal(code, 1);
  t.match(
    stdout,
    /test summary: 2 passed, 0 failed[\s\S]*expected rule lib\.vip\.Vip not matched, found matched/,
  );
});
