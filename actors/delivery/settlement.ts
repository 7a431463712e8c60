/** What is written once outcomes have left: their outbox rows go, their deliveries enter the audit chain, in one write. */
import type { AuditEntry } from '#engine/audit/chain.js';
import { canonicalBytes, digestOf } from '#engine/audit/canonical.js';
import type { Write } from '../decision-log.ts';
import type { StoreKey } from '../ports.ts';
import type { StoredOutcome } from '../records.ts';
import { outboxPuts } from '../session/recording.ts';
import { DEAD_LETTER, targetOf } from './target.ts';

export interface OutboxRow {
  readonly key: StoreKey;
  readonly outcome: StoredOutcome;
}

export interface Settlement {
  readonly row: OutboxRow;
  readonly attempts: number;
  /** Why it is given up, `null` when it was delivered. */
  readonly failure: string | null;
}

/** An outcome that is given up becomes a dead letter of its arbiter. */
export function settlementWrite(
  settlements: readonly Settlement[],
  at: number,
  auditSequence: number,
): Write {
  const letters = settlements.filter((each) => each.failure !== null).map(letterOf);
  return {
    entries: settlements.map((settlement) => entryOf(settlement, at)),
    puts: outboxPuts(letters, auditSequence),
    removes: settlements.map(({ row }) => ({ table: 'outbox', key: row.key })),
  };
}

function entryOf({ row, attempts, failure }: Settlement, at: number): AuditEntry {
  const { arbiter, id: subject } = row.outcome;
  const kind = failure === null ? 'delivery' : 'undeliverable';
  return { kind, at, arbiter, target: targetOf(row.outcome), subject, attempts, detail: failure ?? '' };
}

/** A letter of its own for each target that gave up, or the duplicate window would drop the second. */
function letterOf({ row: { outcome }, failure }: Settlement): StoredOutcome {
  const id = digestOf(canonicalBytes(['dead', targetOf(outcome), outcome.id])).slice(0, 32);
  const params = Object.assign(Object.create(null), {
    code: 'sink/failed',
    reason: failure,
    subject: targetOf(outcome),
    headers: Object.create(null),
    body: Buffer.from(canonicalBytes(outcome)).toString('base64'),
  });
  const { retries: _retries, backoffMs: _backoffMs, ...letter } = outcome;
  return { ...letter, id, name: 'sink/failed', params, handler: DEAD_LETTER, target: outcome.arbiter };
}
