/** `arbiter fmt` over real files: what it writes, what it leaves alone, what it says, and its exit codes. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parseArguments, type Terminal, UsageError } from '#app/cli/command.js';
import { fmtCommand } from '#app/cli/fmt.js';

const UNTIDY = 'const  A=1';
const TIDY = 'const A = 1\n';

interface Run {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function run(args: readonly string[], input = ''): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    progress: () => undefined,
    interrupted: new Promise(() => undefined),
    colours: false,
  };
  const fmt = fmtCommand(chunks(Buffer.from(input, 'latin1')));
  return { code: await fmt.run(parseArguments(fmt, args), terminal), out, err };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

void t.test('files and folders', async (t) => {
  const folder = t.testdir({
    'b.arb': UNTIDY,
    'a.arb': TIDY,
    'note.txt': UNTIDY,
    'rules.test.arb': 'test "x" { }',
    deep: {
      'c.arb': '\ufeffconst C = 1\r\n',
      '.hidden': { 'd.arb': UNTIDY },
      node_modules: { 'e.arb': UNTIDY },
    },
  });
  const at = (name: string): string => join(folder, name);
  const before = statSync(at('a.arb'));
  const listed = [at('b.arb'), at('deep/c.arb')];
  t.same(await run(['--check', folder]), { code: 1, out: listed, err: [] });
  t.equal(readFileSync(at('b.arb'), 'utf8'), UNTIDY, 'a check writes nothing');
  chmodSync(at('b.arb'), 0o640);
  t.same(await run([folder, at('b.arb')]), { code: 0, out: listed, err: [] });
  t.equal(readFileSync(at('b.arb'), 'utf8'), TIDY);
  t.equal(readFileSync(at('deep/c.arb'), 'utf8'), 'const C = 1\n');
  t.equal(statSync(at('b.arb')).mode & 0o777, 0o640, 'the mode is kept');
  t.equal(statSync(at('a.arb')).mtimeMs, before.mtimeMs, 'what is tidy is not written');
  t.equal(statSync(at('a.arb')).ino, before.ino);
  t.same(await run(['--check', folder]), { code: 0, out: [], err: [] });
  t.equal(readFileSync(at('deep/.hidden/d.arb'), 'utf8'), UNTIDY);
  t.equal(readFileSync(at('deep/node_modules/e.arb'), 'utf8'), UNTIDY);
  t.same(
    readdirSync(folder).filter((name) => name.startsWith('.')),
    [],
    'no drafts are left',
  );
});

void t.test('a link stays a link', async (t) => {
  const folder = t.testdir({ 'a.arb': UNTIDY });
  mkdirSync(join(folder, 'links'));
  symlinkSync(join(folder, 'a.arb'), join(folder, 'links', 'b.arb'));
  t.equal((await run([join(folder, 'links', 'b.arb')])).code, 0);
  t.ok(lstatSync(join(folder, 'links', 'b.arb')).isSymbolicLink());
  t.equal(readFileSync(join(folder, 'a.arb'), 'utf8'), TIDY);
});

void t.test('mistakes', async (t) => {
  const folder = t.testdir({ 'a.arb': 'rule R {', 'b.arb': UNTIDY });
  const wrong = await run([folder]);
  t.equal(wrong.code, 1);
  t.match(wrong.err.join('\n'), /a\.arb:1:9/);
  t.equal(readFileSync(join(folder, 'a.arb'), 'utf8'), 'rule R {');
  t.equal(readFileSync(join(folder, 'b.arb'), 'utf8'), TIDY, 'the others are formatted');
  const json = await run(['--json', '--check', folder]);
  t.same(
    json.out.map((line) => {
      const { changed, diagnostics } = JSON.parse(line);
      return {
        changed,
        codes: diagnostics.map(({ code, line: at }: { code: string; line: number }) => [code, at]),
      };
    }),
    [
      { changed: false, codes: [['parse/expected', 1]] },
      { changed: false, codes: [] },
    ],
  );
});

void t.test('standard input', async (t) => {
  t.same(await run(['--stdin'], UNTIDY), { code: 0, out: ['const A = 1'], err: [] });
  t.same(await run(['--stdin'], ''), { code: 0, out: [], err: [] });
  t.same(await run(['--stdin', '--check'], UNTIDY), { code: 1, out: ['<stdin>'], err: [] });
  t.same(await run(['--stdin', '--check'], TIDY), { code: 0, out: [], err: [] });
  const wrong = await run(['--stdin'], 'const');
  t.equal(wrong.code, 1);
  t.same(wrong.out, []);
  t.match(wrong.err.join('\n'), /<stdin>:1:6/);
});

void t.test('usage', async (t) => {
  const folder = t.testdir({ 'a.arb': UNTIDY, 'latin.arb': '' });
  writeFileSync(join(folder, 'latin.arb'), Buffer.from([0x22, 0xe9, 0x22]));
  for (const [args, input] of [
    [[], ''],
    [['--stdin', folder], ''],
    [['--stdin'], '"\xe9"'],
    [[folder], ''],
    [[join(folder, 'a.arb'), join(folder, 'nowhere.arb')], ''],
    [['--nope'], ''],
  ] as const)
    await t.rejects(run(args, input), UsageError, args.join(' '));
  t.equal(readFileSync(join(folder, 'a.arb'), 'utf8'), UNTIDY, 'nothing is written before all is read');
});
