/**
 * The writer of record: every durable write goes through here and carries its audit rows. Rows are numbered and chained
 * when a write is handed over, before the one ahead of it is flushed, so that many lanes share a flush; each batch is
 * guarded by the head it continues, so a batch behind a failed one fails too and the chain never has a gap.
 */
import { canonicalBytes } from '#engine/audit/canonical.js';
import { type AuditEntry, type AuditHead, EMPTY_CHAIN, nextRow } from '#engine/audit/chain.js';
import { decodeRecord } from '#streams/codec/record.js';
import { Fault } from '#streams/faults.js';
import { AUDIT_HEAD, auditKey } from './keys.ts';
import type { Batch, Put, Store } from './ports.ts';
import { isAuditHead } from './records.ts';

export interface Write {
  readonly entries: readonly AuditEntry[];
  readonly puts: readonly Put[];
  readonly removes: Batch['removes'];
}

export class DecisionLog {
  readonly store: Store;
  #head: AuditHead;
  #headBytes: Uint8Array | null;
  #durable: number;
  readonly #inFlight = new Set<Promise<void>>();
  #recovery: Promise<void> | null = null;

  constructor(store: Store) {
    this.store = store;
    this.#headBytes = store.get('meta', AUDIT_HEAD) ?? null;
    this.#head = readHead(this.#headBytes);
    this.#durable = this.#head.sequence;
  }

  get head(): AuditHead {
    return this.#head;
  }

  /** Number of the last audit row that is on disk. A store may show later ones already: nothing may act on those. */
  get durable(): number {
    return this.#durable;
  }

  /**
   * Resolves when the write is durable. `build` gets the number of its first audit row. Rejects with the store's fault;
   * the caller discards what it derived from the write and reads again.
   */
  async append(build: (auditSequence: number) => Write): Promise<void> {
    while (this.#recovery !== null) await this.#recovery;
    const writing = this.store.commit(this.#chain(build(this.#head.sequence + 1)));
    const { sequence } = this.#head;
    this.#inFlight.add(writing);
    try {
      await writing;
      this.#durable = Math.max(this.#durable, sequence);
    } catch (error) {
      this.#recovery ??= this.#recover();
      throw behindFailure(error);
    } finally {
      this.#inFlight.delete(writing);
    }
  }

  #chain({ entries, puts, removes }: Write): Batch {
    const before = this.#headBytes;
    const rows: Put[] = [];
    for (const entry of entries) {
      const row = nextRow(this.#head, entry);
      this.#head = { sequence: row.sequence, hash: row.hash };
      rows.push({ table: 'audit', key: auditKey(row.sequence), value: canonicalBytes(row) });
    }
    this.#headBytes = canonicalBytes(this.#head);
    rows.push({ table: 'meta', key: AUDIT_HEAD, value: this.#headBytes });
    return { guard: { table: 'meta', key: AUDIT_HEAD, value: before }, puts: [...puts, ...rows], removes };
  }

  /** Waits for the writes behind the failed one, which the guard refuses, and continues from the head on disk. */
  async #recover(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
    this.#headBytes = this.store.get('meta', AUDIT_HEAD) ?? null;
    this.#head = readHead(this.#headBytes);
    this.#durable = this.#head.sequence;
    this.#recovery = null;
  }
}

function readHead(bytes: Uint8Array | null): AuditHead {
  return bytes === null ? EMPTY_CHAIN : decodeRecord('audit head', bytes, isAuditHead);
}

/** A conflict means that a batch ahead failed: the same write may succeed once the head has been read again. */
function behindFailure(error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'store/conflict') return error;
  return new Fault('store/conflict', { retryable: true, cause: error });
}
