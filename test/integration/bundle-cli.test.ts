/** Bundles as users handle them: keys, signing, trust, and what a bundle holds. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { generateKeys } from '#app/pem.js';
import { bundleDigest, compile, encodeProgram } from '#lang';
import { type Ended, runArbiter } from '../harness/child.ts';
import { sampleProgram } from '../harness/programs.ts';
import { ROOT } from '../harness/sources.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const MONITOR = 'examples/earthquakes/monitor.arb';
const RULES = 'test/conformance/cases/rules/governed/rules.arb';
const CONTEXT = '{"user": {"cart_total": 40, "region": "DE"}}';

const folder = temporaryDirectory(t);
const at = (...names: string[]): string => join(folder, ...names);

/** The bundle that a program is, however it was packed. */
function plainBundle(path: string, name: string): Uint8Array {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { program } = compile({ name: path, text }, name);
  if (program === null) throw new Error(`${path} does not compile`);
  return encodeProgram(program);
}

interface Assertions {
  equal(found: unknown, wanted: unknown): void;
  match(found: unknown, pattern: RegExp): void;
}

function isUsage({ code, stdout, stderr }: Ended, mistake: RegExp, t: Assertions): void {
  t.equal(code, 2);
  t.equal(stdout, '');
  t.match(stderr, /^arbiter: [^\n]+\n$/);
  t.match(stderr, mistake);
}

/** A pair of key files. */
function keysOf(name: string): { readonly signing: string; readonly public: string } {
  const { signingPem, publicPem } = generateKeys();
  const files = { signing: at(`${name}.key.pem`), public: at(`${name}.pub.pem`) };
  writeFileSync(files.signing, signingPem);
  writeFileSync(files.public, publicPem);
  return files;
}

void t.test('keygen', async (t) => {
  const made = await runArbiter(['bundle', 'keygen', at('made', 'deep'), '--json']);
  t.equal(made.code, 0, made.stderr);
  const { signing, public: shared, fingerprint } = JSON.parse(made.stdout);
  t.match(fingerprint, /^[0-9a-f]{16}$/);
  t.equal(statSync(signing).mode & 0o777, 0o600);
  t.equal(statSync(shared).mode & 0o777, 0o600);
  const before = readFileSync(signing, 'utf8');
  t.match(before, /^-----BEGIN PRIVATE KEY-----/);
  t.match(readFileSync(shared, 'utf8'), /^-----BEGIN PUBLIC KEY-----/);
  isUsage(await runArbiter(['bundle', 'keygen', at('made', 'deep')]), /is not overwritten/, t);
  t.equal(readFileSync(signing, 'utf8'), before);
  writeFileSync(at('made', 'signing.pub.pem'), '');
  isUsage(await runArbiter(['bundle', 'keygen', at('made')]), /is not overwritten/, t);
  t.notOk(existsSync(at('made', 'signing.key.pem')), 'no half of a pair');
});

void t.test('compile, sign, verify, run under trust', async (t) => {
  const alice = keysOf('alice');
  const bob = keysOf('bob');
  const bundle = at('governed.arbb');
  const sign = ['--gzip', '--sign', alice.signing];
  const compiled = await runArbiter(['compile', RULES, '--out', bundle, ...sign, '--json']);
  t.equal(compiled.code, 0, compiled.stderr);
  const { digest, gzip, signedBy } = JSON.parse(compiled.stdout);
  t.equal(digest, bundleDigest(plainBundle(RULES, 'rules')), 'an envelope does not change the identity');
  t.ok(gzip);
  const verified = await runArbiter(['bundle', 'verify', bundle, '--key', bob.public, '--key', alice.public]);
  t.equal(verified.code, 0, verified.stderr);
  t.equal(verified.stdout, `ok: signed by ${signedBy}, digest ${digest}\n`);
  const other = await runArbiter(['bundle', 'verify', bundle, '--key', bob.public, '--json']);
  t.equal(other.code, 1);
  t.match(JSON.parse(other.stdout), { ok: false, code: 'envelope/untrusted-key' });

  const evaluate = ['eval', '--data', CONTEXT, '--now', '2026-01-01T00:00:00Z', '--json'];
  const trusted = await runArbiter([...evaluate, bundle, '--trust', alice.public]);
  t.equal(trusted.code, 0, trusted.stderr);
  t.equal((await runArbiter([...evaluate, RULES])).stdout, trusted.stdout, 'decides what the text decides');
  for (const [program, reason] of [
    [bundle, /which is not trusted/],
    [RULES, /text carries no signature/],
  ] as const) {
    const refused = await runArbiter([...evaluate, program, '--trust', bob.public]);
    t.equal(refused.code, 1);
    t.match(refused.stderr, reason);
    t.equal(refused.stdout, '');
  }
  const checked = await runArbiter(['check', RULES, '--trust', bob.public, '--json']);
  t.equal(checked.code, 1);
  t.match(checked.stderr, /refused: the program is text, and text carries no signature/);
});

void t.test('run and simulate take envelopes, and refuse before anything is written', async (t) => {
  const keys = keysOf('run');
  const [signed, plain, facts] = [at('monitor.arbb'), at('plain.arbb'), at('none.ndjson')];
  writeFileSync(facts, '');
  await runArbiter(['compile', MONITOR, '--out', signed, '--gzip', '--sign', keys.signing]);
  await runArbiter(['compile', MONITOR, '--out', plain]);
  const bytes = plainBundle(MONITOR, 'monitor');
  t.ok(Buffer.from(bytes).equals(readFileSync(plain)), 'without flags there is no envelope');
  const run = (program: string, data: string): Promise<Ended> =>
    runArbiter(['run', program, '--facts', facts, '--data', at(data), '--trust', keys.public]);
  const ran = await run(signed, 'data');
  t.equal(ran.code, 0, ran.stderr);
  const plainly = await runArbiter(['run', plain, '--facts', facts, '--data', at('data')]);
  t.equal(plainly.code, 0, 'the store belongs to the bundle, not to its envelope');
  const unsigned = await run(plain, 'never');
  t.equal(unsigned.code, 1);
  t.match(unsigned.stderr, /not signed/);
  t.notOk(existsSync(at('never')));
  const damaged = readFileSync(signed);
  damaged[damaged.length - 9] = (damaged.at(-9) ?? 0) ^ 1;
  writeFileSync(at('damaged.arbb'), damaged);
  const simulated = await runArbiter(['simulate', at('damaged.arbb'), '--facts', facts]);
  t.equal(simulated.code, 1);
  t.match(simulated.stderr, /refused: .* did not sign these bytes/);
});

void t.test('inspect', async (t) => {
  const bundle = at('inspected.arbb');
  await runArbiter(['compile', MONITOR, '--out', bundle, '--gzip']);
  const shown = await runArbiter(['bundle', 'inspect', bundle]);
  t.equal(shown.code, 0, shown.stderr);
  t.match(shown.stdout, /^envelope +gzip$/m);
  t.match(shown.stdout, /^expertRules +\w+, /m);
  const json = await runArbiter(['bundle', 'inspect', bundle, '--json']);
  const plain = plainBundle(MONITOR, 'monitor');
  const { name, digest, bytes, counts, declarations, gzip, signedBy } = JSON.parse(json.stdout);
  t.strictSame(
    { name, digest, gzip, signedBy },
    {
      name: 'monitor',
      digest: bundleDigest(plain),
      gzip: true,
      signedBy: null,
    },
  );
  t.equal(bytes.bundle, plain.length);
  t.equal(bytes.file, statSync(bundle).size);
  t.same(declarations.arbiters, ['monitor']);
  t.equal(declarations.expertRules.length, counts.expertRules);
  t.equal(counts.spans, 2 * counts.code);
  writeFileSync(at('steering.arbb'), encodeProgram({ ...sampleProgram(), name: '\x1b[2J\u202e' }));
  const steering = await runArbiter(['bundle', 'inspect', at('steering.arbb')]);
  t.match(steering.stdout, /^name +\\u\{1b\}\[2J\\u\{202e\}$/m, 'a name does not steer the terminal');
  const text = await runArbiter(['bundle', 'inspect', MONITOR]);
  t.equal(text.code, 1);
  t.match(text.stderr, /do not begin as a bundle does/);
});

void t.test('usage mistakes', async (t) => {
  const keys = keysOf('usage');
  const secret = readFileSync(keys.signing, 'utf8').split('\n')[1] ?? '';
  for (const [args, mistake] of [
    [['bundle'], /inspect\|verify\|keygen is missing/],
    [['bundle', 'bless', 'x'], /not something bundle does/],
    [['bundle', 'inspect', at('no-such.arbb')], /cannot be read/],
    [['bundle', 'inspect', MONITOR, '--key', keys.public], /--key is for `verify`/],
    [['bundle', 'verify', MONITOR], /--key PUB.pem is missing/],
    [['bundle', 'verify', MONITOR, '--key', keys.signing], /holds a private key/],
    [['bundle', 'verify', MONITOR, '--key', MONITOR], /no Ed25519 public key/],
    [['compile', MONITOR, '--sign', keys.public], /no Ed25519 private key/],
    [['compile', MONITOR, '--disasm', '--gzip'], /--gzip is about a bundle/],
    [['run', MONITOR, '--trust', at('no-such.pem')], /cannot be read/],
  ] as const) {
    const ended = await runArbiter(args);
    isUsage(ended, mistake, t);
    t.notOk(ended.stderr.includes(secret));
  }
  const help = await runArbiter(['bundle', '--help']);
  t.equal(help.code, 0);
  t.match(help.stdout, /examples:\n {2}arbiter bundle keygen/);
});
