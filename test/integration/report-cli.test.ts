/** How the program reports mistakes: formats, streams and exit codes, for every command that reads programs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { type Ended, runArbiter } from '../harness/child.ts';
import { ROOT } from '../harness/sources.ts';

const WRONG = 'a b,c:d 100%.arb';
const RIGHT = 'right.arb';
const WARNED = 'warned.arb';
const FILES: Readonly<Record<string, string>> = {
  [WRONG]: '// 漢\r\n\truel R { then A { } }\r\nrule S { when { "x } then A { } }',
  [RIGHT]: 'rule R { when { a } then A { } }\n',
  [WARNED]: 'rule R priority 1 priority 2 { then A { } }\n',
  'empty.arb': '',
  'nul.arb': 'rule \u0000\u001b[2K { }',
  'many.arb': 'ruel R { then A { } }\n'.repeat(150),
};

const folder = mkdtempSync(join(tmpdir(), 'arbiter report-'));
t.teardown(() => rmSync(folder, { recursive: true, force: true }));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);

function arbiter(...args: readonly string[]): Promise<Ended> {
  return runArbiter(args, { cwd: folder });
}

void t.test('pretty is for people: standard error, without colours in a pipe', async (t) => {
  const wrong = await arbiter('check', WRONG, 'nul.arb');
  t.equal(wrong.code, 1);
  t.equal(wrong.stdout, '');
  t.match(wrong.stderr, ` --> ${WRONG}:2:2\n  |\n2 |     ruel R`);
  t.notOk(wrong.stderr.includes('\u001b') || wrong.stderr.includes('\u0000'));
  t.same(await arbiter('check', RIGHT, 'empty.arb'), { code: 0, signal: null, stdout: 'ok\n', stderr: '' });
  const mixed = await arbiter('check', RIGHT, WRONG);
  t.same([mixed.code, mixed.stdout], [1, '']);
});

void t.test('json is one document, whatever the number of files', async (t) => {
  const { code, stdout, stderr } = await arbiter(
    'check',
    WRONG,
    RIGHT,
    WARNED,
    'nul.arb',
    '--format',
    'json',
  );
  t.equal(code, 1);
  t.equal(stderr, '');
  const { version, diagnostics, errors, warnings, omitted } = JSON.parse(stdout);
  t.same([version, omitted, warnings], [1, 0, 1]);
  t.equal(diagnostics.length, errors + warnings);
  t.same(diagnostics[0].start, { line: 2, column: 2, offset: 7 });
  t.same([...new Set(diagnostics.map(({ file }: { file: string }) => file))], [WRONG, WARNED, 'nul.arb']);
  t.equal(
    (await arbiter('check', '--json', WRONG, RIGHT, WARNED, 'nul.arb')).stdout,
    stdout,
    '`--json` is short',
  );
  const right = await arbiter('check', '--json', RIGHT);
  t.same([right.code, JSON.parse(right.stdout).diagnostics], [0, []]);
});

void t.test('sarif names files from the working directory, and the version', async (t) => {
  const { code, stdout } = await arbiter('check', join(folder, WRONG), '--format=sarif');
  t.equal(code, 1);
  const [{ tool, results }] = JSON.parse(stdout).runs;
  t.equal(tool.driver.version, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  t.equal(results[0].locations[0].physicalLocation.artifactLocation.uri, 'a%20b%2Cc%3Ad%20100%25.arb');
  const empty = await arbiter('check', 'empty.arb', '--format=sarif');
  t.same([empty.code, JSON.parse(empty.stdout).runs[0].results], [0, []]);
});

void t.test('github gives workflow commands', async (t) => {
  const { code, stdout, stderr } = await arbiter('check', WRONG, '--format', 'github');
  t.equal(code, 1);
  t.equal(stderr, '');
  t.match(stdout, '::error file=a b%2Cc%3Ad 100%25.arb,line=2,col=2,endLine=2,endColumn=6,title=parse/');
  t.match(stdout, /^(?:::error [^\n]*\n)+$/);
  t.equal((await arbiter('check', RIGHT, '--format', 'github')).stdout, '');
});

void t.test('warnings are shown, and count with --strict', async (t) => {
  const lenient = await arbiter('check', WARNED);
  t.same([lenient.code, lenient.stdout], [0, 'ok\n']);
  t.match(lenient.stderr, /^warning\[parse\/repeated-modifier\]/);
  const strict = await arbiter('check', WARNED, '--strict');
  t.same([strict.code, strict.stdout, strict.stderr], [1, '', lenient.stderr]);
});

void t.test('of many mistakes the first are shown and the others counted', async (t) => {
  const { diagnostics, errors, omitted } = JSON.parse((await arbiter('check', 'many.arb', '--json')).stdout);
  t.equal(diagnostics.length, 100);
  t.ok(omitted > 0);
  t.equal(errors, 100 + omitted);
  t.match((await arbiter('check', 'many.arb')).stderr, new RegExp(`\n\n… and ${omitted} more\n$`));
});

void t.test('every command that reads programs reports alike', async (t) => {
  const report = (await arbiter('check', WRONG, '--json')).stdout;
  const commands = [['compile'], ['run'], ['eval'], ['simulate', '--facts', 'none.ndjson']];
  for (const [name = '', ...flags] of commands) {
    const { code, stdout } = await arbiter(name, WRONG, ...flags, '--format', 'json');
    t.same([code, stdout], [1, report], name);
    const other = await arbiter(name, WRONG, ...flags, '--format', 'yaml');
    t.same([other.code, other.stdout], [2, ''], name);
    t.match(other.stderr, /^arbiter: --format takes one of pretty, json, sarif, github, not `yaml`[^\n]*\n$/);
  }
  t.same((await arbiter('eval', WRONG, '--json')).stdout, report, 'who asks for JSON gets JSON');
});

void t.test('nothing is reported when a file cannot be read or the format is not known', async (t) => {
  for (const args of [
    [WRONG, 'none.arb', '--json'],
    [WRONG, '--format', 'PRETTY'],
    [WRONG, '--format'],
  ]) {
    const { code, stdout, stderr } = await arbiter('check', ...args);
    t.same([code, stdout], [2, ''], args.join(' '));
    t.match(stderr, /^arbiter: [^\n]+\n$/);
  }
});

void t.test('explain', async (t) => {
  const code = 'lex/unterminated-string';
  const { stdout } = await arbiter('explain', code);
  t.match(stdout, `error[${code}]: this string never ends\n\nhelp: `);
  t.match(stdout, `right:\n\n    ${CODES[code].right}\n`);
  const { url, ...entry } = JSON.parse((await arbiter('explain', code, '--json')).stdout);
  t.same(entry, { code, ...CODES[code] });
  t.match(url, 'docs/reference/diagnostics.md#lexunterminated-string');
  for (const given of ['lex/unterminated-strin', 'unterminated-string', 'untreminated-string']) {
    const unknown = await arbiter('explain', given);
    t.same([unknown.code, unknown.stdout], [2, '']);
    t.match(unknown.stderr, `\`${given}\` is not the code of a diagnostic (did you mean \`${code}\`?)`);
  }
  t.equal((await arbiter('explain', 'toString')).code, 2);
  t.equal((await arbiter('explain')).code, 2);
});
