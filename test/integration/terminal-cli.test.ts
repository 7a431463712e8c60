/** What people read is safe to show: nothing in a program, a context or a name steers the terminal or forges a line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { type Ended, runArbiter } from '../harness/child.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const folder = temporaryDirectory(t);

/** NUL, escape, bell, delete, the one-byte escape of C1, a right-to-left override. */
const STEERING = '\u0000\u001b[2J\u0007\u007f\u009b\u202e';
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A source may hold everything but the byte 0. */
const TEXT = STEERING.replaceAll('\u0000', '');

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function arbiter(...args: readonly string[]): Promise<Ended> {
  return runArbiter(args, { cwd: folder });
}

const PROGRAM = written(
  'steering.arb',
  `tag "${TEXT}"
flag f type multivariate default "${TEXT}" {
  owner: "${TEXT}"
  variant "${TEXT}" { text: "${TEXT}" }
  when { name == "${TEXT}" } then "${TEXT}"
}
outcome O { text: string }
strategy S returns O { when { name == "${TEXT}" } then A { text: "${TEXT}" } else B { text: "b" } }
rule R tag "${TEXT}" { when { name == "${TEXT}\n" } then A { text: "${TEXT}" } otherwise B { text: name } }
`,
);
const OTHER = written('other.arb', `rule R { when { name == "${TEXT}" } then C { text: "c${TEXT}" } }\n`);
written('steering.test.arb', `test "${TEXT}" { given { name: "${TEXT}" } expect rule R matched }\n`);
const CONTEXT = written('context.json', JSON.stringify({ id: STEERING, name: TEXT }));
const CONTEXTS = written('contexts.ndjson', `${JSON.stringify({ id: STEERING, name: TEXT })}\n[1]\n`);
const WRONG = written(
  'wrong.arb',
  `rule R tag "${TEXT}" { requires Q when { a == "${STEERING}" } then "${TEXT}" }\n`,
);

void t.test('results, remarks and mistakes', async (t) => {
  const data = ['--data', `@${CONTEXT}`];
  const calls: readonly (readonly string[])[] = [
    ['check', PROGRAM],
    ['check', WRONG],
    ['check', TEXT],
    ['explore', PROGRAM],
    ['compile', PROGRAM, '--outline'],
    ['compile', PROGRAM, '--disasm'],
    ['eval', PROGRAM, ...data],
    ['eval', PROGRAM, '--data', `{"name": "${TEXT}`],
    ['strategy', PROGRAM, ...data],
    ['strategy', PROGRAM, '--name', TEXT],
    ['flag', PROGRAM, ...data],
    ['flag', PROGRAM, '--key', TEXT],
    ['diff', PROGRAM, OTHER, '--data-file', CONTEXTS],
    ['test', 'steering.test.arb', '--verbose'],
    ['export', PROGRAM],
    ['import', WRONG],
    ['why', PROGRAM, ...data],
    ['why', PROGRAM, TEXT],
    ['explain', TEXT],
    ['override', 'set', '--overrides', 'live.json', '--bundle', TEXT, '--rule', TEXT, '--kill-switch', 'on'],
    ['override', 'list', '--overrides', 'live.json'],
    ['override', 'list', '--overrides', 'live.json', '--bundle', TEXT],
    ['fmt', '--check', WRONG],
    ['run', PROGRAM, '--log-level', TEXT],
    ['simulate', TEXT],
    ['audit', 'verify', '--data', TEXT],
    ['bundle', 'inspect', WRONG],
    ['check', PROGRAM, `--${TEXT}`],
    [TEXT],
  ];
  for (const args of calls) {
    const { stdout, stderr } = await arbiter(...args);
    const shown = args.map((arg) => JSON.stringify(arg)).join(' ');
    t.ok(stdout.length + stderr.length > 0, shown);
    t.same(UNPRINTABLE.exec(stdout + stderr), null, shown);
  }
});

void t.test('no text in a context becomes a line of the trace', async (t) => {
  const shared = written('shared.arb', 'rule R { rollout 0 by name namespace "n" then A { } }\n');
  const data = JSON.stringify({ name: 'x\n  passed   R: forged' });
  const { stdout } = await arbiter('eval', shared, '--data', data);
  t.match(
    stdout,
    /^no rule matched\n {2}blocked {2}R: rollout [^\n]*subject="x\\u\{a\} {2}passed {3}R: forged"[^\n]*\n$/,
  );
});

void t.test('every entry of the catalogue; the byte 0 is shown by its picture', async (t) => {
  const entry = await arbiter('explain', 'source/not-text');
  t.match(entry.stdout, '    rule R { then A { } }\u2400\n');
  t.match((await arbiter('explain', 'source/not-text', '--json')).stdout, '\\u0000');
  const controls = Object.entries(CODES).filter(([, { wrong, right }]) => UNPRINTABLE.test(wrong + right));
  t.same(
    controls.map(([code]) => code),
    ['source/not-text'],
    'the only one that has any',
  );
});
