/**
 * A child process that commits numbered rows and tells each one that was acknowledged, until it is killed. Arguments: directory,
 * number of commits under way at once.
 */
import type { Batch, Store } from '#actors';
import { openStore } from '#connectors/lmdb/store.js';

const [directory = '', width = '1'] = process.argv.slice(2);

/** Rows of two tables for each number: both or none must be there later. */
function numbered(number: number): Batch {
  const key = String(number).padStart(9, '0');
  const value = Buffer.from(`${number}`);
  const puts = [
    { table: 'journal', key, value },
    { table: 'decision', key, value: Buffer.alloc(2000, value) },
  ] as const;
  return { guard: { table: 'meta', key: 'none', value: null }, puts, removes: [] };
}

async function write(store: Store, first: number, step: number): Promise<never> {
  for (let number = first; ; number += step) {
    await store.commit(numbered(number));
    process.stdout.write(`${number}\n`);
  }
}

const store = await openStore({ directory });
await Promise.all(Array.from({ length: Number(width) }, (_, index) => write(store, index, Number(width))));
