/** Envelopes with a seal that is right for any header and body: what gets past the seal is what tests the rest. */
import { createHash } from 'node:crypto';
import type { SigningKey } from '#lang';
import {
  DIGEST_BYTES,
  digestOf,
  FIELD,
  joined,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
} from '#lang/bundle/envelope.js';
import { signingKeyFromPem } from '#app/pem.js';

export interface Forgery {
  readonly version?: number;
  readonly flags: number;
  readonly body: Uint8Array;
  readonly signingKey?: SigningKey;
}

export function forge({ version = 1, flags, body, signingKey }: Forgery): Uint8Array {
  const header = Uint8Array.of(0x41, 0x52, 0x42, 0x45, version, 0, flags & 0xff, flags >> 8);
  if (signingKey === undefined) return joined(header, digestOf(header, body), body);
  const { raw } = signingKey.publicKey;
  return joined(header, raw, signingKey.sign(joined(header, raw, body)), body);
}

/** What follows the seal. */
export function bodyOf(envelope: Uint8Array): Uint8Array {
  const isSigned = ((envelope[FIELD.flags] ?? 0) & 2) !== 0;
  return envelope.slice(FIELD.seal + (isSigned ? PUBLIC_KEY_BYTES + SIGNATURE_BYTES : DIGEST_BYTES));
}

/** The same key for the same name in every run: the seed of PKCS8 is 32 bytes of any kind. */
export function testKey(name: string): SigningKey {
  const seed = createHash('sha256').update(name).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = signingKeyFromPem(
    `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`,
  );
  if (key === null) throw new Error('a test key is no key');
  return key;
}
