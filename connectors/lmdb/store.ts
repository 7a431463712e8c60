/**
 * The store of record on LMDB. Commits that arrive while one is being flushed are written together in the next
 * transaction and share its flush; inside it they are applied in the order of the calls, each behind its own guard.
 * A group is one child transaction, the only kind of lmdb's that an error rolls back: never write outside of it.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch, Entry, Range, Store, StoreKey, Table } from '#actors/ports.js';
import { Fault, reasonOf } from '#streams/faults.js';
import { prepareDirectory, unusableDirectory } from '../system/directory.ts';
import { codeOf, readableReason } from '../system/errno.ts';
import { lockDirectory } from '../system/lock.ts';
import { type Environment, getRange, getRow, keyProblem, openEnvironment, type Rows } from './tables.ts';

interface StoreOptions {
  readonly directory: string;
}

/** Creates the directory when it is missing. Rejects with `store/locked` or `store/no-directory`. */
export async function openStore({ directory }: StoreOptions): Promise<Store> {
  await prepareDirectory(directory);
  const unlock = await lockDirectory(directory);
  try {
    return new LmdbStore(openEnvironment(directory, 'write'), unlock);
  } catch (error) {
    await unlock();
    throw new Fault('store/failed', { values: { reason: reasonOf(error) }, cause: error });
  }
}

/** Takes no lock: what it reads is the last committed state, also of a store that is in use. Commits are refused. */
export async function openStoreReadOnly({ directory }: StoreOptions): Promise<Store> {
  await requireStore(directory);
  try {
    return reader(openEnvironment(directory, 'read'));
  } catch (error) {
    throw new Fault('store/failed', { values: { reason: reasonOf(error) }, cause: error });
  }
}

async function requireStore(directory: string): Promise<void> {
  try {
    await access(join(directory, 'data.mdb'), constants.R_OK);
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'it holds no store' : readableReason(error);
    throw unusableDirectory(directory, reason, error);
  }
}

function reader({ root, tables }: Environment): Store {
  return {
    commit: () =>
      Promise.reject(new Fault('store/failed', { values: { reason: 'it is open for reading only' } })),
    get: (table, key) => getRow(tables[table], key),
    range: (table, range) => getRange(tables[table], range),
    close: () => root.close(),
  };
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

/** Bounds how long one transaction keeps the event loop: about 10 ms. */
const GROUP_MAX = 512;

/**
 * Why this way (7 puts of 300 bytes a commit, µs per commit with 1 / 8 / 64 / 256 in flight, 2 cores): one group
 * at a time 509 / 101 / 41 / 38; `transaction` per commit 501 / 95 / 41 / 38, but an error in it leaves earlier
 * puts behind; `childTransaction` per commit 535 / 102 / 54 / 44; `transactionSync` per group 519 / 100 / 48 / 40,
 * but it blocks the event loop during the flush; `batch` without any guard 480 / 99 / 51 / 44. The pages written
 * and the flush are the cost, so the safest is also as fast as any.
 */
class LmdbStore implements Store {
  readonly #environment: Environment;
  readonly #unlock: () => Promise<void>;
  readonly #queue: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #isClosed = false;

  constructor(environment: Environment, unlock: () => Promise<void>) {
    this.#environment = environment;
    this.#unlock = unlock;
  }

  commit(batch: Batch): Promise<void> {
    const reason = this.#isClosed ? 'it is closed' : batchProblem(batch);
    if (reason !== null) return Promise.reject(new Fault('store/failed', { values: { reason } }));
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, resolve, reject });
      this.#writing ??= this.#writeQueue();
    });
  }

  get(table: Table, key: StoreKey): Uint8Array | undefined {
    return getRow(this.#environment.tables[table], key);
  }

  range(table: Table, range: Range): readonly Entry[] {
    return getRange(this.#environment.tables[table], range);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writing;
    await this.#environment.root.close();
    await this.#unlock();
  }

  async #writeQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      await gatherTurn();
      await this.#writeGroup(this.#queue.splice(0, GROUP_MAX));
    }
    this.#writing = null;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const { root, tables } = this.#environment;
    try {
      const refused = await root.childTransaction(() => applyGroup(tables, group));
      for (const waiting of group) {
        if (refused.has(waiting)) waiting.reject(new Fault('store/conflict'));
        else waiting.resolve();
      }
    } catch (error) {
      const reason = await commitReason(error);
      for (const { reject } of group) {
        reject(new Fault('store/failed', { values: { reason }, retryable: true, cause: error }));
      }
    }
  }
}

/** The entries whose guard failed; the others are applied. */
function applyGroup(tables: Environment['tables'], group: readonly Waiting[]): ReadonlySet<Waiting> {
  const refused = new Set<Waiting>();
  for (const waiting of group) {
    const { guard, puts, removes } = waiting.batch;
    if (!holds(writable(tables, guard.table).getBinary(guard.key), guard.value)) {
      refused.add(waiting);
      continue;
    }
    for (const { table, key, value } of puts) void writable(tables, table).put(key, value);
    for (const { table, key } of removes) void writable(tables, table).remove(key);
  }
  return refused;
}

function holds(present: Buffer | undefined, expected: Uint8Array | null): boolean {
  return present === undefined ? expected === null : expected !== null && present.equals(expected);
}

function writable(tables: Environment['tables'], name: Table): Rows {
  const rows = tables[name];
  if (rows === null) throw new Error(`table ${name} is not open for writing`);
  return rows;
}

function batchProblem({ guard, puts, removes }: Batch): string | null {
  for (const { key } of [guard, ...puts, ...removes]) {
    const problem = keyProblem(key);
    if (problem !== null) return problem;
  }
  return null;
}

/** Lets the lanes that the last flush released hand over their next commits first. */
function gatherTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** lmdb says why a commit failed in a second promise, rejected by the time the first one is seen. */
async function commitReason(error: unknown): Promise<string> {
  if (!(error instanceof Error) || !('commitError' in error)) return reasonOf(error);
  try {
    await Promise.race([error.commitError, gatherTurn()]);
    return error.message;
  } catch (cause) {
    return `${reasonOf(cause)}; is the disk full?`;
  }
}
