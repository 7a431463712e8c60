/**
 * Bundle to envelope: a bundle compressed, signed, or both.
 *
 *      0       4         6        8
 *   ┌───────┬─────────┬────────┬──────────────────┬────────────────────────────┐
 *   │ ARBE  │ version │ flags  │ seal             │ body                       │
 *   │       │ u16 LE  │ u16 LE │ 96 or 32 bytes   │ the bundle, `ARBB…`        │
 *   └───────┴─────────┴────────┴──────────────────┴────────────────────────────┘
 *               bit 0, gzip:   the body is compressed
 *               bit 1, signed: the seal is the Ed25519 public key (32), then the signature (64) of all other bytes:
 *                              header, key and body; else it is the SHA-256 (32) of all other bytes
 *
 * The seal covers the bytes as stored, so that it is checked before anything is expanded or decoded. Unsigned bytes
 * have a digest for the same reason that a bundle has one: one text has many gzip forms, which the digest inside the
 * bundle cannot tell apart. The identity of a program is the digest of its bundle, whatever envelope it came in.
 */
import { createHash } from 'node:crypto';
import { compressed } from './gzip.ts';
import type { SigningKey } from './keys.ts';

export const ENVELOPE_MAGIC = 'ARBE';
export const ENVELOPE_VERSION = 1;
export const FLAG = { gzip: 1, signed: 2 } as const;

/** Offsets of the header. */
export const FIELD = { version: 4, flags: 6, seal: 8 } as const;
export const DIGEST_BYTES = 32;
export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

export interface SealOptions {
  readonly gzip: boolean;
  readonly signingKey?: SigningKey | undefined;
}

/** The bundle is taken to be what `encodeProgram` wrote. With nothing to do there is no envelope: it is returned as it is. */
export function sealBundle(bundle: Uint8Array, { gzip, signingKey }: SealOptions): Uint8Array {
  if (!gzip && signingKey === undefined) return bundle;
  const header = headerOf((gzip ? FLAG.gzip : 0) | (signingKey === undefined ? 0 : FLAG.signed));
  const body = gzip ? compressed(bundle) : bundle;
  if (signingKey === undefined) return joined(header, digestOf(header, body), body);
  const key = signingKey.publicKey.raw;
  return joined(header, key, signingKey.sign(joined(header, key, body)), body);
}

/** What the seal of an unsigned envelope must be. */
export function digestOf(header: Uint8Array, body: Uint8Array): Uint8Array {
  return createHash('sha256').update(header).update(body).digest();
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function headerOf(flags: number): Uint8Array {
  const header = new Uint8Array(FIELD.seal);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode(ENVELOPE_MAGIC));
  view.setUint16(FIELD.version, ENVELOPE_VERSION, true);
  view.setUint16(FIELD.flags, flags, true);
  return header;
}
