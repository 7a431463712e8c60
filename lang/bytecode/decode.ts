/**
 * Bundle to program, from any bytes whatsoever: the answer is a program that passed the verifier, or a reason. It
 * never throws, and what it does is linear in the length of the bytes. Nothing past the header is looked at before
 * the digest is right.
 */
import { bundleDigest, digestInside, HEADER, MAGIC } from './encode.ts';
import { FORMAT_VERSION, programLayout } from './layout.ts';
import type { Program } from './program.ts';
import { Reader } from './reader.ts';
import type { BundleCode } from './refusals.ts';
import { verifyProgram } from './verify.ts';

export type Decoded =
  | { readonly kind: 'program'; readonly program: Program; readonly digest: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly code: BundleCode };

type Refused = Extract<Decoded, { readonly kind: 'refused' }>;

export function decodeProgram(bytes: Uint8Array): Decoded {
  const refused = refuseHeader(bytes);
  if (refused !== null) return refused;
  const reader = new Reader(bytes.subarray(HEADER.payload));
  const program = programLayout.read(reader);
  reader.finish();
  const { malformed } = reader;
  if (malformed !== null) {
    const offset = HEADER.payload + malformed.offset;
    return refuse('bundle/malformed', `expected ${malformed.expected} at byte ${offset}`);
  }
  const failure = verifyProgram(program);
  if (failure !== null) return refuse(failure.code, failure.message);
  return { kind: 'program', program, digest: bundleDigest(bytes) };
}

function refuseHeader(bytes: Uint8Array): Refused | null {
  const magic = String.fromCharCode(...bytes.subarray(HEADER.magic, HEADER.version));
  if (magic !== MAGIC || bytes.length < HEADER.payload)
    return refuse('bundle/not-a-bundle', 'the bytes do not begin as a bundle does');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(HEADER.version, true);
  if (version !== FORMAT_VERSION)
    return refuse(
      'bundle/format-version',
      `the bundle has format ${version}, this program reads ${FORMAT_VERSION}`,
    );
  if (view.getUint16(HEADER.flags, true) !== 0)
    return refuse('bundle/reserved-flags', 'the bundle has flags that this program does not know');
  if (!isIntact(bytes))
    return refuse('bundle/digest-mismatch', 'the bundle was damaged or changed after it was made');
  return null;
}

function isIntact(bytes: Uint8Array): boolean {
  return digestInside(bytes).every((byte, index) => byte === bytes[HEADER.digest + index]);
}

function refuse(code: BundleCode, reason: string): Refused {
  return { kind: 'refused', code, reason };
}
