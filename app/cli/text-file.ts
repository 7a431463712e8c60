/** Text files of commands: what cannot be read or written is a usage mistake, said in one line. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { reasonOf } from '#streams/faults.js';
import { UsageError } from './command.ts';

const MEBIBYTE = 1_048_576;
/** Of a text that is read as a whole. */
export const TEXT_MEBIBYTES_MAX = 64;

/** Without a byte order mark, which some editors put before JSON. */
export async function readText(path: string): Promise<string> {
  if (await isTooLarge(path)) throw new UsageError(`\`${path}\` has more than ${TEXT_MEBIBYTES_MAX} MiB`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  });
  return text.replace(/^\ufeff/, '');
}

/** False for a file that is not there: reading it says so. */
export async function isTooLarge(path: string): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return size > TEXT_MEBIBYTES_MAX * MEBIBYTE;
}

export async function writeText(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw new UsageError(`\`${path}\` cannot be written: ${reasonOf(error)}`);
  });
}
