/**
 * Ed25519 keys as envelopes know them: a public key is 32 bytes with a name, a signing key is somebody who signs. The
 * secret stays in the closure: nothing that prints, compares or encodes a key can come by it. Keys come from PEM
 * files, which are the program's concern.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

export interface PublicKey {
  /** 32 bytes. */
  readonly raw: Uint8Array;
  /** For people: first 16 hex digits of the SHA-256 of `raw`. Trust compares all of `raw`. */
  readonly fingerprint: string;
}

export interface SigningKey {
  readonly publicKey: PublicKey;
  sign(message: Uint8Array): Uint8Array;
}

/** In front of the 32 bytes in the DER form of a public key, RFC 8410. */
const DER_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

export function publicKeyOf(raw: Uint8Array): PublicKey {
  return { raw, fingerprint: createHash('sha256').update(raw).digest('hex').slice(0, 16) };
}

/** `null` for a key of another kind, or one that is not public. */
export function publicKeyFrom(key: KeyObject): PublicKey | null {
  if (key.type !== 'public' || key.asymmetricKeyType !== 'ed25519') return null;
  const der = key.export({ format: 'der', type: 'spki' });
  return publicKeyOf(Uint8Array.from(der.subarray(DER_PREFIX.length)));
}

/** `null` for a key of another kind, or one that is not private. */
export function signingKeyFrom(key: KeyObject): SigningKey | null {
  if (key.type !== 'private') return null;
  const publicKey = publicKeyFrom(createPublicKey(key));
  return publicKey && { publicKey, sign: (message) => sign(null, message, key) };
}

/** Whether the key of these 32 bytes made the signature; false as well when they are no key at all. */
export function hasSigned({ raw }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const key = Buffer.concat([DER_PREFIX, raw]);
  return verify(null, message, { key, format: 'der', type: 'spki' }, signature);
}
