/**
 * Gzip in one form: one member, a header without file name, time and system, nothing behind the trailer. Members are
 * taken apart here because the reader of zlib skips over most of a header and over whatever follows. Untrusted bytes
 * expand to no more than their trailer says, and that to no more than `BUNDLE_BYTES_MAX`.
 */
import { crc32, gzipSync, inflateRawSync } from 'node:zlib';
import type { EnvelopeCode } from './refusals.ts';

/** Of a bundle that comes out of gzip. */
export const BUNDLE_BYTES_MAX = 1 << 26;

/** Deflate, no flags, no time, slowest compression, unknown system: zlib would write the system it runs on. */
const MEMBER_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255);
const TRAILER_BYTES = 8;

export type Expanded =
  | { readonly kind: 'expanded'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly code: EnvelopeCode; readonly reason: string };

export function compressed(bytes: Uint8Array): Uint8Array {
  const member = Uint8Array.from(gzipSync(bytes, { level: 9 }));
  member.set(MEMBER_HEADER);
  return member;
}

export function expanded(member: Uint8Array): Expanded {
  const deflated = member.subarray(MEMBER_HEADER.length, -TRAILER_BYTES);
  if (deflated.length === 0 || MEMBER_HEADER.some((byte, index) => byte !== member[index]))
    return malformed('the body does not begin as gzip does here');
  const trailer = new DataView(
    member.buffer,
    member.byteOffset + member.length - TRAILER_BYTES,
    TRAILER_BYTES,
  );
  const size = trailer.getUint32(4, true);
  if (size > BUNDLE_BYTES_MAX) return tooLarge(size);
  const bytes = inflated(deflated, size);
  if (bytes === null) return malformed('the compressed body is damaged, or not of the length that it says');
  if (crc32(bytes) !== trailer.getUint32(0, true))
    return malformed('the compressed body has another check sum than it says');
  return { kind: 'expanded', bytes };
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/** Exactly `size` bytes from exactly these, or `null`. The only way zlib has to say no is to throw. */
function inflated(deflated: Uint8Array, size: number): Uint8Array | null {
  try {
    const result: unknown = inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1), info: true });
    if (!isInflated(result) || result.engine.bytesWritten !== deflated.length) return null;
    const { buffer } = result;
    return buffer.length === size ? new Uint8Array(buffer.buffer, buffer.byteOffset, size) : null;
  } catch {
    return null;
  }
}

/** What zlib returns when asked for `info`, which its types do not say. */
function isInflated(result: unknown): result is Inflated {
  return typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result;
}

function malformed(reason: string): Expanded {
  return { kind: 'refused', code: 'envelope/malformed-gzip', reason };
}

function tooLarge(size: number): Expanded {
  const reason = `the body expands to ${size} bytes; at most ${BUNDLE_BYTES_MAX} are accepted`;
  return { kind: 'refused', code: 'envelope/too-large', reason };
}
