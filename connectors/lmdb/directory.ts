/**
 * The data directory: created when missing, refused with a reason when it cannot be used. It must be writable by this
 * process before anything is opened in it, because LMDB's own message names neither the directory nor the reason.
 */
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';

export async function prepareDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusableDirectory(directory, readableReason(error), error);
  }
}

/** For opening without creating anything. */
export async function requireStore(directory: string): Promise<void> {
  try {
    await access(join(directory, 'data.mdb'), constants.R_OK);
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'it holds no store' : readableReason(error);
    throw unusableDirectory(directory, reason, error);
  }
}

export function unusableDirectory(directory: string, reason: string, cause?: unknown): Fault {
  return new Fault('store/no-directory', { values: { directory, reason }, cause });
}
