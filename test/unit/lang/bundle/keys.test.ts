/** Keys: Ed25519 in PEM and nothing else; what is secret shows nowhere. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import t from 'tap';
import { generateKeys, publicKeyFromPem, signingKeyFromPem } from '#app/pem.js';
import { hasSigned, publicKeyOf } from '#lang/bundle/keys.js';
import { testKey } from '../../../harness/envelopes.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const X25519 = generateKeyPairSync('x25519');
const ED448 = generateKeyPairSync('ed448');

void t.test('a generated pair signs and verifies', (t) => {
  const { signingPem, publicPem, publicKey } = generateKeys();
  const signing = signingKeyFromPem(signingPem);
  t.strictSame(publicKeyFromPem(publicPem), publicKey);
  t.strictSame(signing?.publicKey, publicKey);
  t.equal(publicKey.raw.length, 32);
  t.equal(publicKey.fingerprint, createHash('sha256').update(publicKey.raw).digest('hex').slice(0, 16));
  const message = Buffer.from('message');
  const signature = signing?.sign(message) ?? new Uint8Array();
  t.ok(hasSigned(publicKey, message, signature));
  t.notOk(hasSigned(publicKey, Buffer.from('other'), signature));
  t.notOk(hasSigned(testKey('alice').publicKey, message, signature));
  t.end();
});

void t.test('the vector of RFC 8032, 7.1, test 2', (t) => {
  const raw = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
  const signature = Buffer.from(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    'hex',
  );
  t.ok(hasSigned(publicKeyOf(raw), Uint8Array.of(0x72), signature));
  t.notOk(hasSigned(publicKeyOf(raw), Uint8Array.of(0x73), signature));
  t.end();
});

void t.test('32 bytes that are no key have signed nothing', (t) => {
  for (const byte of [2, 7, 255]) {
    const key = publicKeyOf(new Uint8Array(32).fill(byte));
    t.notOk(hasSigned(key, Uint8Array.of(1), new Uint8Array(64).fill(byte)));
  }
  t.end();
});

void t.test('other keys are refused', (t) => {
  const { signingPem, publicPem } = generateKeys();
  for (const { privateKey, publicKey } of [RSA, X25519, ED448]) {
    t.equal(signingKeyFromPem(String(privateKey.export({ format: 'pem', type: 'pkcs8' }))), null);
    t.equal(publicKeyFromPem(String(publicKey.export({ format: 'pem', type: 'spki' }))), null);
  }
  t.equal(publicKeyFromPem(signingPem), null, 'the private half is not handed around for the public one');
  t.equal(publicKeyFromPem(signingPem + publicPem), null);
  t.equal(signingKeyFromPem(publicPem), null);
  for (const text of ['', 'no key', signingPem.slice(0, 60), publicPem.slice(0, 40)]) {
    t.equal(publicKeyFromPem(text), null);
    t.equal(signingKeyFromPem(text), null);
  }
  const locked = createPrivateKey(signingPem).export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  t.equal(signingKeyFromPem(String(locked)), null, 'nobody is there to ask for a passphrase');
  t.end();
});

void t.test('a signing key does not show its secret', (t) => {
  const { signingPem } = generateKeys();
  const signing = signingKeyFromPem(signingPem);
  const { d = '', x } = createPrivateKey(signingPem).export({ format: 'jwk' });
  t.equal(createPublicKey(signingPem).export({ format: 'jwk' }).x, x);
  const secret = Buffer.from(d, 'base64url').toString('hex');
  const shown = inspect(signing, { depth: 9, showHidden: true }) + JSON.stringify(signing);
  t.notOk(shown.replaceAll(/[ ,]/g, '').includes(secret));
  t.notOk(shown.includes(d));
  t.end();
});
