/**
 * The LMDB environment: one file, one named database per table, text keys, binary values, and the reads over them.
 * Keys are printable ASCII, because LMDB orders them by their bytes and the store promises code-unit order.
 */
import { type Database, open, type RangeOptions, type RootDatabase } from 'lmdb';
import type { Entry, Range, StoreKey, Table } from '#actors/ports.js';
import { Fault, reasonOf } from '#streams/faults.js';

export type Rows = Database<Uint8Array, string>;
type Root = RootDatabase<Uint8Array, string>;

/** LMDB's own bound with 4 KiB pages, as lmdb-js sets it. */
export const KEY_BYTES_MAX = 1978;

/** Address space, not disk; the map grows past it when it has to, at the price of a remapping. */
const MAP_BYTES = 16 * 1024 ** 3;

export interface Environment {
  readonly root: Root;
  /** `null` for a table that the directory does not have yet; only possible when it is opened for reading. */
  readonly tables: Readonly<Record<Table, Rows | null>>;
}

/**
 * `overlappingSync: false` makes a resolved commit a flushed one and costs nothing here (see store.ts).
 * `eventTurnBatching: false`, because with it a failed commit also rejects a promise that only lmdb holds, and an
 * unhandled rejection ends the process. `noSubdir: false`, or a directory with a dot in its path is taken for a file.
 */
export function openEnvironment(directory: string, access: 'write' | 'read'): Environment {
  const readOnly = access === 'read';
  const root: Root = open({
    path: directory,
    encoding: 'binary',
    noSubdir: false,
    overlappingSync: false,
    eventTurnBatching: false,
    mapSize: MAP_BYTES,
    maxDbs: 32,
    readOnly,
  });
  return {
    root,
    tables: openTables(readOnly ? (name) => findTable(root, name) : (name) => openTable(root, name)),
  };
}

/** `undefined` for a key that is not there; the bytes are a copy. */
export function getRow(rows: Rows | null, key: StoreKey): Uint8Array | undefined {
  if (rows === null || keyProblem(key) !== null) return undefined;
  return reading(() => rows.getBinary(key));
}

export function getRange(rows: Rows | null, { from, to, limit, reverse = false }: Range): readonly Entry[] {
  if (rows === null || from >= to || limit <= 0) return [];
  const options: RangeOptions = reverse
    ? { start: to, exclusiveStart: true, end: from, inclusiveEnd: true, reverse, limit }
    : { start: from, end: to, limit };
  return reading(() => Array.from(rows.getRange(openEnded(options)), ({ key, value }) => ({ key, value })));
}

/** Why the text cannot be a key, or `null`. */
export function keyProblem(key: StoreKey): string | null {
  if (key.length > KEY_BYTES_MAX)
    return `a key has ${key.length} bytes; at most ${KEY_BYTES_MAX} are possible`;
  return /^[\x20-\x7e]+$/.test(key) ? null : 'a key is empty or not printable ASCII';
}

function openTables(openOne: (name: Table) => Rows | null): Environment['tables'] {
  return {
    journal: openOne('journal'),
    memory: openOne('memory'),
    checkpoint: openOne('checkpoint'),
    decision: openOne('decision'),
    audit: openOne('audit'),
    outbox: openOne('outbox'),
    timer: openOne('timer'),
    lane: openOne('lane'),
    seen: openOne('seen'),
    position: openOne('position'),
    bundle: openOne('bundle'),
    override: openOne('override'),
    meta: openOne('meta'),
  };
}

function openTable(root: Root, name: Table): Rows {
  return root.openDB<Uint8Array, string>({ name, encoding: 'binary' });
}

/** A missing table is the one thing that opening it for reading complains about. `doesExist` does not see named databases. */
function findTable(root: Root, name: Table): Rows | null {
  return Array.from(root.getKeys()).includes(name) ? openTable(root, name) : null;
}

/** The empty text sorts before every key but is not one itself. */
function openEnded({ start, end, ...rest }: RangeOptions): RangeOptions {
  return { ...rest, ...(start === '' ? {} : { start }), ...(end === '' ? {} : { end }) };
}

function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Fault('store/failed', { values: { reason: reasonOf(error) }, cause: error });
  }
}
