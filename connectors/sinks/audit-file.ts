/**
 * Handler kind `audit`: appends one JSON line per outcome to the file it names and flushes it before it counts as
 * delivered. A line that a crash or a full disk cut off stays cut off on a line of its own; the outcome comes again whole,
 * with the same id. The file is opened for each line, so that it may be moved away at any time.
 */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Sink } from '#actors/ports.js';
import { Fault } from '#streams/faults.js';
import { readableReason } from '../system/errno.ts';
import { jsonLine } from './stdout.ts';

interface AuditFileOptions {
  /** Where relative targets are; only an absolute target leaves it. */
  readonly directory: string;
}

export function auditFileSink({ directory }: AuditFileOptions): Sink {
  return {
    async deliver(outcome) {
      const { target } = outcome;
      const path = resolve(directory, target);
      if (!isAbsolute(target) && escapes(directory, path)) {
        throw new Fault('sink/failed', { values: { target, reason: 'the path leaves the data directory' } });
      }
      try {
        await appendLine(path, jsonLine(outcome));
      } catch (error) {
        const values = { target, reason: readableReason(error) };
        throw new Fault('sink/failed', { values, retryable: true, cause: error });
      }
    },
  };
}

function escapes(directory: string, path: string): boolean {
  const below = relative(directory, path);
  return below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await openToAppend(path);
  try {
    const { size } = await file.stat();
    const start = (await endsWithLine(file, size)) ? '' : '\n';
    await file.appendFile(`${start}${line}\n`);
    await file.datasync();
    if (size === 0) await flushDirectory(dirname(path));
  } finally {
    await file.close();
  }
}

async function openToAppend(path: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, 'a+');
}

async function endsWithLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] === 0x0a;
}

/** The entry of a file that was just created is durable only with its directory. */
async function flushDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
