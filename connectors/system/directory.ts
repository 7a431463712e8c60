/**
 * Data directories: created when missing, refused with a reason when they cannot be used. A directory must be writable by this
 * process before anything is opened in it, because messages of LMDB and nats-server name neither it nor the reason.
 */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { Fault } from '#streams/faults.js';
import { readableReason } from './errno.ts';

export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableDirectory(directory, readableReason(error), error);
  }
}

export function unusableDirectory(directory: string, reason: string, cause?: unknown): Fault {
  return new Fault('store/no-directory', { values: { directory, reason }, cause });
}
