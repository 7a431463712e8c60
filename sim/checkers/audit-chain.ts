/** The audit log is one unbroken chain up to the stored head, and its digests are those of the records beside it. */
import { AUDIT_HEAD, journalKey } from '#actors/keys.js';
import { isAuditHead } from '#actors/records.js';
import { digestOf } from '#engine/audit/canonical.js';
import { type AuditEntry, type AuditHead, EMPTY_CHAIN, rowFault } from '#engine/audit/chain.js';
import { decodeRecord } from '#streams/codec/record.js';
import type { Observation } from '../observation/observation.ts';

export function checkAuditChain({ audit, store, lanes }: Observation): string | null {
  let head: AuditHead = EMPTY_CHAIN;
  for (const row of audit) {
    const fault = rowFault(head, row) ?? entryFault(row.entry, store);
    if (fault !== null) return fault;
    head = { sequence: row.sequence, hash: row.hash };
  }
  const decisions = audit.filter(({ entry }) => entry.kind === 'decision').length;
  const journaled = lanes.reduce((sum, { steps }) => sum + steps.length, 0);
  if (decisions !== journaled)
    return `${journaled} journal records stand beside ${decisions} audited decisions`;
  return headFault(head, store.get('meta', AUDIT_HEAD));
}

function entryFault(entry: AuditEntry, store: Observation['store']): string | null {
  if (entry.kind !== 'decision') return null;
  const key = journalKey({ arbiter: entry.arbiter, key: entry.key }, entry.sequence);
  const decision = store.get('decision', key);
  const journal = store.get('journal', key);
  if (decision === undefined || digestOf(decision) !== entry.decisionDigest)
    return `decision ${key} is not the audited one`;
  if (journal === undefined || digestOf(journal) !== entry.commandDigest)
    return `journal record ${key} is not the audited one`;
  return null;
}

function headFault(head: AuditHead, bytes: Uint8Array | undefined): string | null {
  const stored = bytes === undefined ? EMPTY_CHAIN : decodeRecord('audit head', bytes, isAuditHead);
  if (stored.sequence === head.sequence && stored.hash === head.hash) return null;
  return `the stored head is row ${stored.sequence}, the chain ends at row ${head.sequence}`;
}
