/** What people read is safe to show: nothing in a program, a context or a name steers the terminal or forges a line. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { type Ended, runArbiter } from '../harness/child.ts';
import { runHere } from '../harness/run-here.ts';
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

const OVERRIDES = join(folder, 'live.json');

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
const TESTS = written(
  'steering.test.arb',
  `test "${TEXT}" { given { name: "${TEXT}" } expect rule R matched }\n`,
);
const CONTEXT = written('context.json', JSON.stringify({ id: STEERING, name: TEXT }));
const CONTEXTS = written('contexts.ndjson', `${JSON.stringify({ id: STEERING, name: TEXT })}\n[1]\n`);
const WRONG = written(
  'wrong.arb',
  `rule R tag "${TEXT}" { requires Q when { a == "${STEERING}" } then "${TEXT}" }\n`,
);

const DATA = ['--data', `@${CONTEXT}`];

const CALLS: readonly (readonly string[])[] = [
  ['check', PROGRAM, OTHER],
  ['check', WRONG],
  ['explore', PROGRAM],
  ['compile', PROGRAM, '--outline'],
  ['compile', PROGRAM, '--disasm'],
  ['eval', PROGRAM, ...DATA],
  ['strategy', PROGRAM, ...DATA],
  ['flag', PROGRAM, ...DATA],
  ['why', PROGRAM, ...DATA],
  ['diff', PROGRAM, OTHER, '--data-file', CONTEXTS],
  ['test', TESTS, '--verbose'],
  ['export', PROGRAM],
  ['import', WRONG],
  ['override', 'set', '--overrides', OVERRIDES, '--bundle', TEXT, '--rule', TEXT, '--kill-switch', 'on'],
  ['override', 'list', '--overrides', OVERRIDES],
  ['override', 'list', '--overrides', OVERRIDES, '--bundle', TEXT],
  ['fmt', '--check', WRONG],
  ['bundle', 'inspect', WRONG],
];

/** Usage mistakes, which the program shows in one place. */
const REFUSED: readonly (readonly string[])[] = [
  [TEXT],
  ['check', TEXT],
  ['explain', TEXT],
  ['flag', PROGRAM, `--${TEXT}`],
];

function isSafe({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): boolean {
  return stdout.length + stderr.length > 0 && !UNPRINTABLE.test(stdout + stderr);
}

void t.test('results, remarks and mistakes', async (t) => {
  for (const args of CALLS) t.ok(isSafe(await runHere(args)), JSON.stringify(args));
  for (const args of REFUSED) {
    const ended = await runArbiter(args);
    t.equal(ended.code, 2);
    t.ok(isSafe(ended), JSON.stringify(args));
  }
});

void t.test('no text in a context becomes a line of the trace', async (t) => {
  const shared = written('shared.arb', 'rule R { rollout 0 by name namespace "n" then A { } }\n');
  const data = JSON.stringify({ name: 'x\n  passed   R: forged' });
  const { stdout } = await runHere(['eval', shared, '--data', data]);
  t.match(
    stdout,
    /^no rule matched\n {2}blocked {2}R: rollout [^\n]*subject="x\\u\{a\} {2}passed {3}R: forged"[^\n]*\n$/,
  );
});

void t.test('every entry of the catalogue; the byte 0 is shown by its picture', async (t) => {
  const entry = await runHere(['explain', 'source/not-text']);
  t.match(entry.stdout, '    rule R { then A { } }\u2400\n');
  t.match((await runHere(['explain', 'source/not-text', '--json'])).stdout, '\\u0000');
  const controls = Object.entries(CODES).filter(([, { wrong, right }]) => UNPRINTABLE.test(wrong + right));
  t.same(
    controls.map(([code]) => code),
    ['source/not-text'],
    'the only one that has any',
  );
});
