/**
 * The audit chain: numbered rows, each holding the hash of the one before. Changing, inserting or removing a row
 * breaks every hash after it; cutting off the end changes the head, which an operator can pin elsewhere.
 *
 *     hash(row) = SHA-256(previous hash, canonical bytes of the row without its hash)
 */
import { canonicalText, digestOf } from './canonical.ts';

export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What one row states. Digests stand for records that are stored beside the chain. */
export type AuditEntry =
  | {
      readonly kind: 'decision';
      readonly at: number;
      readonly arbiter: string;
      readonly key: string;
      /** Journal sequence in the lane. */
      readonly sequence: number;
      readonly decision: string;
      readonly decisionDigest: string;
      readonly commandDigest: string;
      readonly outcomes: readonly string[];
    }
  | {
      readonly kind: 'delivery' | 'undeliverable';
      readonly at: number;
      readonly arbiter: string;
      readonly target: string;
      /** Id of the outcome or dead letter. */
      readonly subject: string;
      readonly attempts: number;
      readonly detail: string;
    }
  | {
      readonly kind: 'dead-letter';
      readonly at: number;
      readonly arbiter: string;
      readonly subject: string;
      readonly code: string;
      readonly detail: string;
      readonly bodyDigest: string;
    }
  | { readonly kind: 'start'; readonly at: number; readonly bundle: string; readonly name: string };

export interface AuditRow {
  readonly sequence: number;
  readonly previous: string;
  readonly entry: AuditEntry;
  readonly hash: string;
}

export const EMPTY_CHAIN: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

export function nextRow(head: AuditHead, entry: AuditEntry): AuditRow {
  const sequence = head.sequence + 1;
  return { sequence, previous: head.hash, entry, hash: rowHash({ sequence, previous: head.hash, entry }) };
}

/** Why the row does not continue the chain, or `null` when it does. */
export function rowFault(head: AuditHead, row: AuditRow): string | null {
  if (row.sequence !== head.sequence + 1) return `row ${row.sequence} follows row ${head.sequence}`;
  if (row.previous !== head.hash) return `row ${row.sequence} does not continue row ${head.sequence}`;
  if (row.hash !== rowHash(row)) return `the hash of row ${row.sequence} does not match its content`;
  return null;
}

function rowHash(row: Omit<AuditRow, 'hash'>): string {
  return digestOf(row.previous + canonicalText({ sequence: row.sequence, entry: row.entry }));
}
