/**
 * Ed25519 keys as PEM: PKCS8 for the private half, SPKI for the public one. What is no such key is `null` and nothing
 * more is said: messages of the library about a private key would be messages about a secret.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { type PublicKey, publicKeyFrom, type SigningKey, signingKeyFrom } from '#lang';

export interface KeyPair {
  readonly signingPem: string;
  readonly publicPem: string;
  readonly publicKey: PublicKey;
}

export function generateKeys(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const exported = publicKeyFrom(publicKey);
  if (exported === null) throw new TypeError('a generated key is not an Ed25519 key');
  return {
    signingPem: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    publicPem: String(publicKey.export({ format: 'pem', type: 'spki' })),
    publicKey: exported,
  };
}

/** `null` for what is not an Ed25519 public key. Private keys are refused, though the public half could be had from them. */
export function publicKeyFromPem(pem: string): PublicKey | null {
  if (!/^-----BEGIN PUBLIC KEY-----/m.test(pem) || holdsPrivateKey(pem)) return null;
  return orNull(() => publicKeyFrom(createPublicKey(pem)));
}

/** `null` for what is not an Ed25519 private key, or one that asks for a passphrase. */
export function signingKeyFromPem(pem: string): SigningKey | null {
  return holdsPrivateKey(pem) ? orNull(() => signingKeyFrom(createPrivateKey(pem))) : null;
}

export function holdsPrivateKey(pem: string): boolean {
  return /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/m.test(pem);
}

function orNull<Key>(read: () => Key | null): Key | null {
  try {
    return read();
  } catch {
    return null;
  }
}
