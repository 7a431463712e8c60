/**
 * Canonical JSON after RFC 8785: sorted member names, shortest numbers, no blanks. Identities, digests and recorded
 * decisions are over these bytes, so equal content has equal bytes on every machine.
 */
import { createHash } from 'node:crypto';
import { assert } from '../assert.ts';
import { Decimal } from '../decimal.ts';
import { Fact } from '../fact.ts';
import { REDACTED, Secret } from '../secret.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/** What is stored must be read back as the same value: a decimal says that it is one. */
export const DECIMAL_TAG = '$decimal';

/** Members that are `undefined` are left out; anything JSON cannot carry is a violated invariant. */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'recorded numbers are finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  assert(typeof value === 'object', 'recorded values are JSON');
  if (value instanceof Decimal) return objectText({ [DECIMAL_TAG]: value.toString() });
  if (value instanceof Secret) return JSON.stringify(REDACTED);
  if (value instanceof Fact) return canonicalText({ type: value.type, key: value.key, fields: value.fields });
  return objectText(value);
}

export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalText(value), 'utf8');
}

/** Full SHA-256, in lower-case hexadecimal. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function objectText(value: object): string {
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`);
  return `{${members.join(',')}}`;
}
