/** Bundles with a header that is right for any payload: what gets past the digest is what tests the rest. */
import { digestInside, HEADER, MAGIC } from '#lang/bytecode/encode.js';
import { FORMAT_VERSION } from '#lang/bytecode/layout.js';

export function seal(payload: Uint8Array): Uint8Array {
  const bundle = new Uint8Array(HEADER.payload + payload.length);
  bundle.set(Buffer.from(MAGIC), HEADER.magic);
  bundle.set([FORMAT_VERSION & 0xff, FORMAT_VERSION >> 8], HEADER.version);
  bundle.set(payload, HEADER.payload);
  bundle.set(digestInside(bundle), HEADER.digest);
  return bundle;
}

export function payloadOf(bundle: Uint8Array): Uint8Array {
  return bundle.slice(HEADER.payload);
}
