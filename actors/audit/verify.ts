/**
 * Verification of a data directory, without trusting it: the audit chain is recomputed from the first row, and every decision and
 * command is held against the digest that its row recorded. What does not fit is named by row.
 */
import { type AuditHead, type AuditRow, EMPTY_CHAIN, rowFault } from '#engine/audit/chain.js';
import { digestOf } from '#engine/audit/canonical.js';
import { decodeJson } from '#streams/codec/body.js';
import { decodeRecord } from '#streams/codec/record.js';
import { AUDIT_HEAD, everything, journalKey } from '../keys.ts';
import type { Store, StoreKey, Table } from '../ports.ts';
import { isAuditHead, isAuditRow } from '../records.ts';

export interface Finding {
  /** Audit row that is concerned. */
  readonly row: number;
  readonly problem: string;
}

export interface Verification {
  readonly rows: number;
  readonly decisions: number;
  readonly deliveries: number;
  readonly head: AuditHead;
  /** At most `FINDINGS_MAX`, in order of rows. */
  readonly findings: readonly Finding[];
}

const FINDINGS_MAX = 100;
const PAGE = 1024;

export function verifyAudit(store: Store): Verification {
  const walk = new ChainWalk(store);
  for (const { key, value } of entriesOf(store, 'audit')) walk.visit(key, value);
  return walk.finish();
}

/** Every entry of a table, page by page. */
export function* entriesOf(
  store: Store,
  table: Table,
): Generator<{ readonly key: StoreKey; readonly value: Uint8Array }> {
  let after: StoreKey | null = null;
  for (;;) {
    const page = store.range(table, everything(PAGE, after));
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.key;
  }
}

class ChainWalk {
  readonly #store: Store;
  readonly #findings: Finding[] = [];
  #head = EMPTY_CHAIN;
  #rows = 0;
  #decisions = 0;
  #deliveries = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A broken row is reported once; the walk goes on from what the row says, so that later damage is named too. */
  visit(key: StoreKey, value: Uint8Array): void {
    this.#rows += 1;
    const row = decodeJson(value);
    if (!isAuditRow(row)) return this.#report(Number(key), 'it is not a readable audit row');
    const fault = rowFault(this.#head, row);
    if (fault !== null) this.#report(Number(key), fault);
    else this.#visitEntry(row);
    this.#head = { sequence: row.sequence, hash: row.hash };
  }

  finish(): Verification {
    if (this.#rows === 0) this.#report(0, 'the log is empty: even a start leaves a row');
    const bytes = this.#store.get('meta', AUDIT_HEAD);
    const recorded = bytes === undefined ? EMPTY_CHAIN : decodeRecord('the audit head', bytes, isAuditHead);
    if (recorded.sequence !== this.#head.sequence || recorded.hash !== this.#head.hash) {
      this.#report(
        this.#head.sequence,
        `the chain ends here, but the store says it ends at row ${recorded.sequence}`,
      );
    }
    const { rows, decisions, deliveries } = {
      rows: this.#rows,
      decisions: this.#decisions,
      deliveries: this.#deliveries,
    };
    return { rows, decisions, deliveries, head: this.#head, findings: this.#findings };
  }

  #visitEntry({ sequence, entry }: AuditRow): void {
    if (entry.kind === 'delivery') this.#deliveries += 1;
    if (entry.kind !== 'decision') return;
    this.#decisions += 1;
    const key = journalKey({ arbiter: entry.arbiter, key: entry.key }, entry.sequence);
    this.#compare(sequence, 'decision', key, entry.decisionDigest);
    this.#compare(sequence, 'journal', key, entry.commandDigest);
  }

  #compare(row: number, table: 'decision' | 'journal', key: StoreKey, digest: string): void {
    const bytes = this.#store.get(table, key);
    if (bytes === undefined) this.#report(row, `its ${table} record ${key} is missing`);
    else if (digestOf(bytes) !== digest) this.#report(row, `its ${table} record ${key} was changed`);
  }

  #report(row: number, problem: string): void {
    if (this.#findings.length < FINDINGS_MAX) this.#findings.push({ row, problem });
  }
}
