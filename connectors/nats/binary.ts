/** Finds the nats-server program. Debian installs it where the PATH of ordinary users does not look. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Fault } from '#streams/faults.js';
import { codeOf } from '../system/errno.ts';

const PROGRAM = 'nats-server';
const USUAL_FOLDERS = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'];

export function programFolders(path: string): readonly string[] {
  return [...path.split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
}

/** Rejects with `nats/no-server`. */
export async function findNatsServer(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const program = join(folder, PROGRAM);
    if (await isExecutable(program)) return program;
  }
  throw new Fault('nats/no-server');
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(codeOf(error))) return false;
    throw error;
  }
}
