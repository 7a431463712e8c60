/** Envelopes: what is sealed is opened again, and nothing else is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { decodeProgram, encodeProgram, openBundle, type Opened, sealBundle, type Trust } from '#lang';
import { DIGEST_BYTES, FIELD, PUBLIC_KEY_BYTES } from '#lang/bundle/envelope.js';
import { BUNDLE_BYTES_MAX, compressed } from '#lang/bundle/gzip.js';
import { ENVELOPE_CODES } from '#lang/bundle/refusals.js';
import { bodyOf, forge, testKey } from '../../../harness/envelopes.ts';
import { sampleProgram } from '../../../harness/programs.ts';
import { ROOT } from '../../../harness/sources.ts';

const BUNDLE = encodeProgram(sampleProgram());
const ALICE = testKey('alice');
const BOB = testKey('bob');
const GZIP = sealBundle(BUNDLE, { gzip: true });
const SIGNED = sealBundle(BUNDLE, { gzip: false, signingKey: ALICE });
const BOTH = sealBundle(BUNDLE, { gzip: true, signingKey: ALICE });
const BY_ALICE: Trust = { trusted: [ALICE.publicKey] };

const BITS = [1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80] as const;

/** Codes that a test of this file has met; the last test asks for all. */
const met = new Set<string>();

function codeOf(opened: Opened): string {
  if (opened.kind === 'refused') met.add(opened.code);
  return opened.kind === 'refused' ? opened.code : 'opened';
}

function flipped(bytes: Uint8Array, offset: number, by: number): Uint8Array {
  return bytes.map((byte, index) => (index === offset ? byte ^ by : byte));
}

void t.test('open ∘ seal = id', (t) => {
  const { fingerprint } = ALICE.publicKey;
  for (const [sealed, gzip, signedBy] of [
    [BUNDLE, false, null],
    [GZIP, true, null],
    [SIGNED, false, fingerprint],
    [BOTH, true, fingerprint],
  ] as const) {
    const opened = openBundle(sealed);
    const envelope = { gzip, signedBy, bytes: sealed.length };
    t.strictSame(opened, { kind: 'bundle', bundle: BUNDLE, envelope });
    if (signedBy !== null) t.strictSame(openBundle(sealed, BY_ALICE), opened);
  }
  t.equal(sealBundle(BUNDLE, { gzip: false }), BUNDLE, 'nothing to do, no envelope');
  t.ok(GZIP.length < BUNDLE.length);
  t.match(fingerprint, /^[0-9a-f]{16}$/);
  t.end();
});

void t.test('the same bundle gives the same bytes', (t) => {
  t.strictSame(sealBundle(BUNDLE, { gzip: true }), GZIP);
  t.strictSame(sealBundle(Uint8Array.from(BUNDLE), { gzip: true, signingKey: testKey('alice') }), BOTH);
  t.strictSame([...GZIP.subarray(0, FIELD.seal)], [0x41, 0x52, 0x42, 0x45, 1, 0, 1, 0]);
  t.strictSame([...BOTH.subarray(0, FIELD.seal)], [0x41, 0x52, 0x42, 0x45, 1, 0, 3, 0]);
  t.strictSame([...bodyOf(GZIP).subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  t.strictSame(
    BOTH.slice(FIELD.seal, FIELD.seal + PUBLIC_KEY_BYTES),
    ALICE.publicKey.raw,
    'the key is inside',
  );
  t.end();
});

void t.test('every byte counts: one flip of each bit is refused', (t) => {
  for (const [name, sealed, trust, bits] of [
    ['gzip and signed', BOTH, {}, BITS],
    ['gzip', GZIP, {}, BITS],
    ['signed', SIGNED, {}, [1]],
    ['signed, under trust', SIGNED, BY_ALICE, [0x80]],
  ] as const) {
    for (let offset = 0; offset < sealed.length; offset++) {
      for (const bit of bits) {
        if (codeOf(openBundle(flipped(sealed, offset, bit), trust)) === 'opened')
          t.fail(`${name}: byte ${offset}, bit ${bit}`);
      }
    }
  }
  t.end();
});

void t.test('every length counts', (t) => {
  for (const sealed of [GZIP, SIGNED, BOTH]) {
    for (let length = 0; length < sealed.length; length++) {
      if (codeOf(openBundle(sealed.subarray(0, length))) === 'opened') t.fail(`cut to ${length}`);
    }
    t.not(codeOf(openBundle(Uint8Array.of(...sealed, 0))), 'opened', 'one more');
  }
  t.equal(codeOf(openBundle(GZIP.subarray(0, 7))), 'envelope/truncated');
  t.equal(codeOf(openBundle(GZIP.subarray(0, FIELD.seal + DIGEST_BYTES))), 'envelope/truncated');
  t.end();
});

void t.test('a body that was changed and sealed by nobody', (t) => {
  const other = encodeProgram({ ...sampleProgram(), name: 'other' });
  const swapped = SIGNED.slice();
  swapped.set(other.subarray(0, BUNDLE.length), SIGNED.length - BUNDLE.length);
  t.equal(codeOf(openBundle(swapped)), 'envelope/bad-signature');
  const stripped = forge({ flags: 1, body: bodyOf(BOTH) });
  t.strictSame(stripped, GZIP, 'without its signature it is a bundle that nobody signed');
  t.equal(codeOf(openBundle(stripped, BY_ALICE)), 'envelope/unsigned');
  const claimed = forge({ flags: 2, body: BUNDLE, signingKey: BOB });
  claimed.set(ALICE.publicKey.raw, FIELD.seal);
  t.equal(
    codeOf(openBundle(claimed, BY_ALICE)),
    'envelope/bad-signature',
    'the key of one, the hand of another',
  );
  const loosened = BOTH.slice();
  loosened[FIELD.flags] = 2;
  t.equal(codeOf(openBundle(loosened)), 'envelope/bad-signature', 'flags are signed too');
  t.end();
});

void t.test('trust', (t) => {
  const byBob = sealBundle(BUNDLE, { gzip: true, signingKey: BOB });
  t.equal(codeOf(openBundle(BUNDLE, BY_ALICE)), 'envelope/unsigned');
  t.equal(codeOf(openBundle(GZIP, BY_ALICE)), 'envelope/unsigned');
  t.equal(codeOf(openBundle(byBob)), 'opened', 'without trust anybody may sign');
  t.equal(codeOf(openBundle(byBob, BY_ALICE)), 'envelope/untrusted-key');
  t.equal(codeOf(openBundle(byBob, { trusted: [ALICE.publicKey, BOB.publicKey] })), 'opened');
  t.equal(codeOf(openBundle(byBob, { trusted: [] })), 'envelope/untrusted-key', 'nobody is nobody');
  const opened = openBundle(byBob, BY_ALICE);
  t.match(opened.kind === 'refused' && opened.reason, BOB.publicKey.fingerprint);
  const sameName = { raw: BOB.publicKey.raw, fingerprint: ALICE.publicKey.fingerprint };
  t.equal(codeOf(openBundle(BOTH, { trusted: [sameName] })), 'envelope/untrusted-key', 'a name is not a key');
  t.end();
});

void t.test('headers', (t) => {
  const body = compressed(BUNDLE);
  t.equal(codeOf(openBundle(new Uint8Array())), 'envelope/not-a-bundle');
  t.equal(codeOf(openBundle(Buffer.from('rule R { then A { } }'))), 'envelope/not-a-bundle');
  t.equal(codeOf(openBundle(forge({ version: 2, flags: 1, body }))), 'envelope/format-version');
  for (let bit = 4; bit < 0x10000; bit <<= 1)
    t.equal(codeOf(openBundle(forge({ flags: bit | 1, body }))), 'envelope/reserved-flags');
  t.equal(codeOf(openBundle(forge({ flags: 0, body: BUNDLE }))), 'envelope/idle');
  t.equal(codeOf(openBundle(flipped(GZIP, FIELD.seal, 1))), 'envelope/digest-mismatch');
  t.equal(codeOf(openBundle(forge({ flags: 1, body: compressed(GZIP) }))), 'envelope/no-bundle-inside');
  t.equal(
    codeOf(openBundle(forge({ flags: 2, body: GZIP, signingKey: ALICE }))),
    'envelope/no-bundle-inside',
    'one envelope, not two',
  );
  t.end();
});

void t.test('gzip has one form', (t) => {
  const member = compressed(BUNDLE);
  const open = (body: Uint8Array): string => codeOf(openBundle(forge({ flags: 1, body })));
  t.equal(open(member), 'opened');
  t.equal(
    open(Uint8Array.from(gzipSync(BUNDLE, { level: 9 }))),
    'envelope/malformed-gzip',
    'of another system',
  );
  t.equal(open(Uint8Array.of(...member, ...member)), 'envelope/malformed-gzip', 'two members');
  t.equal(open(Uint8Array.of(...member, 0)), 'envelope/malformed-gzip', 'something behind');
  const [deflated, trailer] = [member.subarray(0, -8), member.subarray(-8)];
  t.equal(open(Uint8Array.of(...deflated, 0, ...trailer)), 'envelope/malformed-gzip', 'something between');
  t.equal(open(Uint8Array.of(...deflated.subarray(0, -1), ...trailer)), 'envelope/malformed-gzip');
  for (let offset = 0; offset < 10; offset++)
    t.equal(open(flipped(member, offset, 1)), 'envelope/malformed-gzip', `header byte ${offset}`);
  for (let offset = member.length - 8; offset < member.length; offset++)
    t.equal(open(flipped(member, offset, 1)), 'envelope/malformed-gzip', `trailer byte ${offset}`);
  for (let length = 1; length < member.length; length++)
    if (open(member.subarray(0, length)) === 'opened') t.fail(`cut to ${length}`);
  t.end();
});

void t.test('what expands to too much is refused before it does', (t) => {
  const bomb = compressed(new Uint8Array(BUNDLE_BYTES_MAX + 1));
  t.ok(bomb.length < 100_000);
  t.equal(codeOf(openBundle(forge({ flags: 1, body: bomb }))), 'envelope/too-large');
  const signed = forge({ flags: 3, body: bomb, signingKey: ALICE });
  t.equal(codeOf(openBundle(signed, BY_ALICE)), 'envelope/too-large');
  t.equal(codeOf(openBundle(flipped(signed, signed.length - 1, 1))), 'envelope/bad-signature', 'seal first');
  const lying = bomb.slice();
  new DataView(lying.buffer).setUint32(lying.length - 4, 100, true);
  const before = process.memoryUsage().arrayBuffers;
  t.equal(codeOf(openBundle(forge({ flags: 1, body: lying }))), 'envelope/malformed-gzip');
  t.ok(process.memoryUsage().arrayBuffers - before < 2 ** 22, 'stops at what it was told');
  t.equal(
    codeOf(openBundle(forge({ flags: 1, body: compressed(new Uint8Array()) }))),
    'envelope/no-bundle-inside',
  );
  t.end();
});

void t.test('any bytes give an answer', (t) => {
  const total = (bytes: Uint8Array): boolean => {
    for (const trust of [{}, BY_ALICE]) {
      const opened = openBundle(bytes, trust);
      if (opened.kind === 'refused' && (!Object.hasOwn(ENVELOPE_CODES, opened.code) || opened.reason === ''))
        return false;
      if (opened.kind === 'bundle') decodeProgram(opened.bundle);
    }
    return true;
  };
  const any = fc.uint8Array({ maxLength: 300 });
  const flags = fc.constantFrom(1, 2, 3);
  const start = fc.uint8Array({ minLength: 1, maxLength: 30 });
  const properties = [
    fc.property(any, total),
    fc.property(flags, any, (each, rest) =>
      total(Uint8Array.of(0x41, 0x52, 0x42, 0x45, 1, 0, each, 0, ...rest)),
    ),
    fc.property(any, (body) => total(forge({ flags: 1, body }))),
    fc.property(fc.constantFrom(1, 3), fc.nat(), start, (each, at, patch) => {
      const body = compressed(BUNDLE);
      body.set(patch, at % (body.length - patch.length));
      return total(forge({ flags: each, body, ...(each === 3 ? { signingKey: ALICE } : {}) }));
    }),
    fc.property(fc.constantFrom(GZIP, SIGNED, BOTH), fc.nat(), start, (sealed, at, patch) => {
      const bytes = sealed.slice();
      bytes.set(patch, at % (bytes.length - patch.length));
      return total(bytes);
    }),
  ];
  for (const property of properties) fc.assert<unknown>(property, { seed: 35, numRuns: 800 });
  t.end();
});

void t.test('envelopes are found inside of larger buffers', (t) => {
  for (const sealed of [GZIP, SIGNED, BOTH]) {
    const larger = new Uint8Array(sealed.length + 13);
    larger.set(sealed, 7);
    t.equal(codeOf(openBundle(larger.subarray(7, 7 + sealed.length))), 'opened');
  }
  t.end();
});

void t.test('every code has been met, and is documented', (t) => {
  const codes = Object.keys(ENVELOPE_CODES).sort();
  t.same([...met].sort(), codes);
  const page = readFileSync(join(ROOT, 'docs', 'reference', 'bundles.md'), 'utf8');
  t.same(new Set([...page.matchAll(/^\| `(envelope\/[a-z-]+)`/gm)].map(([, code]) => code)), new Set(codes));
  t.end();
});
