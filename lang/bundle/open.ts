/**
 * Envelope to bundle, from any bytes whatsoever: the answer is the bytes of a bundle with what is known about its
 * envelope, or a reason. It never throws. The order is the point: who signed, whether the seal holds, and only then
 * expansion, so that bytes from a stranger reach neither zlib nor the decoder where trust is asked for. Whether the
 * bundle itself is right is not looked at: that is `decodeProgram`, which comes next.
 */
import { MAGIC } from '../bytecode/encode.ts';
import {
  DIGEST_BYTES,
  digestOf,
  ENVELOPE_MAGIC,
  ENVELOPE_VERSION,
  FIELD,
  FLAG,
  joined,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
} from './envelope.ts';
import { expanded } from './gzip.ts';
import { hasSigned, type PublicKey, publicKeyOf } from './keys.ts';
import type { EnvelopeCode } from './refusals.ts';

/** What a bundle came in. */
export interface Envelope {
  readonly gzip: boolean;
  /** Fingerprint of the key whose signature holds. */
  readonly signedBy: string | null;
  /** With everything, as stored. */
  readonly bytes: number;
}

export interface Trust {
  /** Given, only a bundle that one of these signed is opened; none of them is nobody. */
  readonly trusted?: readonly PublicKey[] | undefined;
}

export type Opened =
  | { readonly kind: 'bundle'; readonly bundle: Uint8Array; readonly envelope: Envelope }
  | { readonly kind: 'refused'; readonly code: EnvelopeCode; readonly reason: string };

type Refused = Extract<Opened, { readonly kind: 'refused' }>;

export function openBundle(bytes: Uint8Array, { trusted }: Trust = {}): Opened {
  if (magicOf(bytes) === MAGIC) {
    if (trusted !== undefined) return refuse('envelope/unsigned', 'the bundle is not signed');
    return { kind: 'bundle', bundle: bytes, envelope: { gzip: false, signedBy: null, bytes: bytes.length } };
  }
  const refused = refuseHeader(bytes);
  if (refused !== null) return refused;
  const parts = partsOf(bytes);
  return refuseSigner(parts, trusted) ?? refuseSeal(parts) ?? unpack(parts);
}

/** Whether the bytes begin as a bundle or its envelope does; text of a program begins otherwise. */
export function isBundle(bytes: Uint8Array): boolean {
  const magic = magicOf(bytes);
  return magic === MAGIC || magic === ENVELOPE_MAGIC;
}

interface Parts {
  readonly header: Uint8Array;
  readonly gzip: boolean;
  /** `null` when the seal is a digest. */
  readonly signer: PublicKey | null;
  /** Signature or digest. */
  readonly proof: Uint8Array;
  readonly body: Uint8Array;
  readonly bytes: number;
}

function partsOf(bytes: Uint8Array): Parts {
  const flags = flagsOf(bytes);
  const isSigned = (flags & FLAG.signed) !== 0;
  const proofAt = FIELD.seal + (isSigned ? PUBLIC_KEY_BYTES : 0);
  const bodyAt = proofAt + (isSigned ? SIGNATURE_BYTES : DIGEST_BYTES);
  return {
    header: bytes.subarray(0, FIELD.seal),
    gzip: (flags & FLAG.gzip) !== 0,
    signer: isSigned ? publicKeyOf(bytes.subarray(FIELD.seal, proofAt)) : null,
    proof: bytes.subarray(proofAt, bodyAt),
    body: bytes.subarray(bodyAt),
    bytes: bytes.length,
  };
}

function refuseHeader(bytes: Uint8Array): Refused | null {
  if (magicOf(bytes) !== ENVELOPE_MAGIC)
    return refuse('envelope/not-a-bundle', 'the bytes do not begin as a bundle does');
  if (bytes.length < FIELD.seal) return refuse('envelope/truncated', 'the envelope ends in its header');
  const version = viewOf(bytes).getUint16(FIELD.version, true);
  if (version !== ENVELOPE_VERSION)
    return refuse(
      'envelope/format-version',
      `the envelope has format ${version}, this program reads ${ENVELOPE_VERSION}`,
    );
  const flags = flagsOf(bytes);
  if ((flags & ~(FLAG.gzip | FLAG.signed)) !== 0)
    return refuse('envelope/reserved-flags', 'the envelope has flags that this program does not know');
  if (flags === 0) return refuse('envelope/idle', 'the envelope neither compresses nor signs');
  if (partsOf(bytes).body.length === 0) return refuse('envelope/truncated', 'the envelope holds nothing');
  return null;
}

function refuseSigner({ signer }: Parts, trusted: Trust['trusted']): Refused | null {
  if (trusted === undefined) return null;
  if (signer === null) return refuse('envelope/unsigned', 'the bundle is not signed');
  if (trusted.some(({ raw }) => areEqual(raw, signer.raw))) return null;
  return refuse(
    'envelope/untrusted-key',
    `the bundle is signed by ${signer.fingerprint}, which is not trusted`,
  );
}

function refuseSeal({ header, signer, proof, body }: Parts): Refused | null {
  if (signer !== null) {
    if (hasSigned(signer, joined(header, signer.raw, body), proof)) return null;
    return refuse('envelope/bad-signature', `the key ${signer.fingerprint} did not sign these bytes`);
  }
  if (areEqual(digestOf(header, body), proof)) return null;
  return refuse('envelope/digest-mismatch', 'the envelope was damaged or changed after it was made');
}

function unpack({ gzip, signer, body, bytes }: Parts): Opened {
  const inside = gzip ? expanded(body) : ({ kind: 'expanded', bytes: body } as const);
  if (inside.kind === 'refused') return inside;
  const bundle = inside.bytes;
  if (magicOf(bundle) !== MAGIC)
    return refuse('envelope/no-bundle-inside', 'what is in the envelope does not begin as a bundle does');
  return { kind: 'bundle', bundle, envelope: { gzip, signedBy: signer?.fingerprint ?? null, bytes } };
}

function magicOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, FIELD.version));
}

function flagsOf(bytes: Uint8Array): number {
  return viewOf(bytes).getUint16(FIELD.flags, true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function refuse(code: EnvelopeCode, reason: string): Refused {
  return { kind: 'refused', code, reason };
}
