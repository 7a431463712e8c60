/**
 * The store under a seed. Two states: what is durable survives a crash, what is in flight does so only as the kind of
 * the crash says. Batches are flushed in the order they came, several to a flush. A torn write loses whole batches
 * and keeps a prefix of them, never a part of one, because LMDB is atomic per transaction.
 */
import type { Batch, Clock, Entry, Range, Store, StoreKey, Table } from '#actors';
import { assert } from '#engine/assert.js';
import { Fault } from '#streams/faults.js';
import type { CrashKind } from '../faults/lives.ts';
import type { StoreFaults } from '../faults/store.ts';
import type { Prng } from '../prng.ts';
import { Tables } from './tables.ts';

/** What the incarnations of one store share. */
export interface Disk {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly faults: () => StoreFaults;
  /** Told in order of each batch that has become durable, before anyone else learns of it. */
  readonly onDurable: (batch: Batch) => void;
}

interface InFlight {
  readonly batch: Batch;
  readonly fault: Fault | null;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

export class SimStore implements Store {
  readonly #disk: Disk;
  readonly #durable: Tables;
  /** The durable state with every accepted batch in flight on top: what guards are held against. */
  readonly #applied: Tables;
  #flushing: readonly InFlight[] = [];
  #queue: InFlight[] = [];
  #isDead = false;

  constructor(disk: Disk, durable: Tables = new Tables()) {
    this.#disk = disk;
    this.#durable = durable;
    this.#applied = durable.copy();
  }

  /** What a crash at this moment would leave at least. */
  get durable(): Pick<Store, 'get' | 'range'> {
    return this.#durable;
  }

  commit(batch: Batch): Promise<void> {
    if (this.#isDead) return new Promise(() => undefined);
    const fault = this.#faultOf(batch);
    if (fault === null) this.#applied.apply(batch);
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, fault, resolve, reject });
      if (this.#flushing.length === 0) this.#flush();
    });
  }

  get(table: Table, key: StoreKey): Uint8Array | undefined {
    return this.#readable().get(table, key);
  }

  range(table: Table, range: Range): readonly Entry[] {
    return this.#readable().range(table, range);
  }

  async close(): Promise<void> {
    while (this.#flushing.length > 0) {
      await new Promise<void>((resume) => this.#disk.clock.setTimeout(resume, 1));
    }
    this.#isDead = true;
  }

  /** From here on nothing is written, no promise settles, and reading is a bug of whoever still does. */
  crash(kind: CrashKind): void {
    assert(!this.#isDead, 'a store crashes once');
    this.#isDead = true;
    const accepted = [...this.#flushing, ...this.#queue].filter(({ fault }) => fault === null);
    for (const { batch } of accepted.slice(0, this.#survivors(kind, accepted.length)))
      this.#makeDurable(batch);
  }

  /** The next incarnation, on what the crash left. */
  reopen(): SimStore {
    assert(this.#isDead, 'a store is reopened after it was closed or has crashed');
    return new SimStore(this.#disk, this.#durable);
  }

  #survivors(kind: CrashKind, inFlight: number): number {
    if (kind === 'torn') return this.#disk.prng.integer(0, inFlight);
    return kind === 'after-commit' ? inFlight : 0;
  }

  #faultOf(batch: Batch): Fault | null {
    if (!this.#applied.accepts(batch)) return new Fault('store/conflict');
    if (!this.#disk.prng.chance(this.#disk.faults().failChance)) return null;
    return new Fault('store/failed', { values: { reason: 'simulated' }, retryable: true });
  }

  #flush(): void {
    this.#flushing = this.#queue;
    this.#queue = [];
    if (this.#flushing.length > 0) this.#disk.clock.setTimeout(() => this.#finishFlush(), this.#flushMs());
  }

  #finishFlush(): void {
    if (this.#isDead) return;
    const flushed = this.#flushing;
    for (const { batch, fault } of flushed) if (fault === null) this.#makeDurable(batch);
    for (const { fault, resolve, reject } of flushed) {
      if (fault === null) resolve();
      else reject(fault);
    }
    this.#flush();
  }

  #makeDurable(batch: Batch): void {
    this.#durable.apply(batch);
    this.#disk.onDurable(batch);
  }

  #flushMs(): number {
    const { prng, faults } = this.#disk;
    const { flushMinMs, flushMaxMs, slowChance, slowFlushMs } = faults();
    return prng.integer(flushMinMs, flushMaxMs) + (prng.chance(slowChance) ? slowFlushMs : 0);
  }

  #readable(): Tables {
    assert(!this.#isDead, 'a dead store is not read');
    return this.#disk.faults().visible === 'at-once' ? this.#applied : this.#durable;
  }
}
