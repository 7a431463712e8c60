/** What a data directory holds. Only these folders are ever deleted, and only by `--fresh`. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** LMDB: journal, memory, decisions, audit chain, outbox. */
export function storeDirectory(data: string): string {
  return join(data, 'store');
}

/** JetStream files of a local nats-server. */
export function natsDirectory(data: string): string {
  return join(data, 'nats');
}

/** Where `audit` handlers with a relative target write. */
export function outcomesDirectory(data: string): string {
  return join(data, 'outcomes');
}

export async function clearDirectories(data: string): Promise<void> {
  for (const directory of [storeDirectory(data), natsDirectory(data), outcomesDirectory(data)]) {
    await rm(directory, { recursive: true, force: true });
  }
}
