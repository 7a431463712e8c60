/** Text files of commands: what cannot be read or written is a usage mistake, said in one line. */
import { readFile, writeFile } from 'node:fs/promises';
import { reasonOf } from '#streams/faults.js';
import { UsageError } from './command.ts';

/** Without a byte order mark, which some editors put before JSON. */
export async function readText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
  return text.replace(/^\ufeff/, '');
}

export async function writeText(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be written: ${reasonOf(error)}`);
  });
}
