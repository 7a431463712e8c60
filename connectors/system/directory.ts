/**
 * Data directories: created when missing, refused with a reason when they cannot be used. A directory must be writable by this
 * process before anything is opened in it, because messages of LMDB and nats-server name neither it nor the reason.
 */
import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from './errno.ts';

export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await makeDirectory(resolve(directory));
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableDirectory(directory, readableReason(error), error);
  }
}

export function unusableDirectory(directory: string, reason: string, cause?: unknown): Fault {
  return new Fault('store/no-directory', { values: { directory, reason }, cause });
}

/** Like `mkdir` with `recursive`, which loops for ever where a parent exists but takes no folders, as below /proc. */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(directory) === directory) throw error;
    await makeDirectory(dirname(directory));
    await mkdir(directory);
  }
}
