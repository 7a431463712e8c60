/** A child process that opens a store, commits large rows until one fails if told to, and says in one line how it went. */
import { openStore } from '#connectors/lmdb/store.js';
import { Fault } from '#streams/faults.js';

const [directory = '', rows = '0'] = process.argv.slice(2);
const guard = { table: 'meta', key: 'none', value: null } as const;

async function attempt(): Promise<string> {
  const store = await openStore({ directory });
  for (let row = 0; row < Number(rows); row++) {
    const key = String(row).padStart(9, '0');
    await store.commit({
      guard,
      puts: [{ table: 'journal', key, value: Buffer.alloc(100_000, 1) }],
      removes: [],
    });
  }
  await store.close();
  return 'closed';
}

process.stdout.write(
  await attempt().catch((error: unknown) =>
    error instanceof Fault
      ? `${error.code} ${error.retryable} ${error.message}`
      : `not a fault: ${String(error)}`,
  ),
);
process.exit();
