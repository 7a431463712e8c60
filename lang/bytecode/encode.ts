/**
 * Program to bundle:
 *
 *      0       4         6       8                40
 *   ┌───────┬─────────┬───────┬────────────────┬─────────┐
 *   │ ARBB  │ version │ flags │ SHA-256 of the │ payload │
 *   │       │ u16 LE  │  0    │ other bytes    │         │
 *   └───────┴─────────┴───────┴────────────────┴─────────┘
 *
 * The same program always gives the same bytes. The digest inside finds damage; who made a bundle is a matter of
 * its identity, `bundleDigest`, and of signatures. The program is taken to be one that `verifyProgram` accepts.
 */
import { createHash } from 'node:crypto';
import { FORMAT_VERSION, programLayout } from './layout.ts';
import type { Program } from './program.ts';
import { Writer } from './writer.ts';

/** Offsets of the header. */
export const HEADER = { magic: 0, version: 4, flags: 6, digest: 8, payload: 40 } as const;
export const MAGIC = 'ARBB';

export function encodeProgram(program: Program): Uint8Array {
  const writer = new Writer();
  programLayout.write(program, writer);
  const payload = writer.finish();
  const bundle = new Uint8Array(HEADER.payload + payload.length);
  const view = new DataView(bundle.buffer);
  bundle.set(new TextEncoder().encode(MAGIC), HEADER.magic);
  view.setUint16(HEADER.version, FORMAT_VERSION, true);
  bundle.set(payload, HEADER.payload);
  bundle.set(digestInside(bundle), HEADER.digest);
  return bundle;
}

/** What the header must hold: SHA-256 over everything but itself. */
export function digestInside(bundle: Uint8Array): Uint8Array {
  const before = bundle.subarray(0, HEADER.digest);
  const after = bundle.subarray(HEADER.payload);
  return createHash('sha256').update(before).update(after).digest();
}

/** The identity of a bundle: SHA-256 over the whole of it, in hexadecimal. */
export function bundleDigest(bundle: Uint8Array): string {
  return createHash('sha256').update(bundle).digest('hex');
}
