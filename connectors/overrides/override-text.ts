/** The text of a file of overrides, and what it says: a value or a fault that names the file, for whoever looks or writes. */
import { readFile, stat } from 'node:fs/promises';
import type { OverrideSets } from '#engine/govern/override-sets.js';
import { overrideSetsFromText } from '#streams/codec/overrides.js';
import { Fault } from '#streams/faults.js';
import { codeOf, readableReason } from '../system/errno.ts';

const BYTES_MAX = 16_777_216;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export async function readOverrideText(path: string): Promise<string | Fault> {
  try {
    const problem = sizeProblem((await stat(path)).size);
    return problem === null ? decode(path, await readFile(path)) : malformed(path, problem);
  } catch (error) {
    return unreadable(path, error);
  }
}

export function overrideSetsIn(path: string, found: string | Fault): OverrideSets | Fault {
  if (found instanceof Fault) return found;
  const parsed = overrideSetsFromText(found);
  return 'problem' in parsed ? malformed(path, parsed.problem) : parsed.sets;
}

/** Whether there was no file. */
export function isMissing(found: string | Fault): found is Fault {
  return found instanceof Fault && codeOf(found.cause) === 'ENOENT';
}

/** Why a file of this size is none, or `null`. */
export function sizeProblem(bytes: number): string | null {
  return bytes <= BYTES_MAX ? null : `it has ${bytes} bytes; at most ${BYTES_MAX} are possible`;
}

export function unreadable(path: string, error: unknown): Fault {
  return new Fault('overrides/unreadable', { values: { path, reason: readableReason(error) }, cause: error });
}

function decode(path: string, bytes: Uint8Array): string | Fault {
  try {
    return UTF8.decode(bytes);
  } catch (error) {
    return malformed(path, 'it is not text in UTF-8', error);
  }
}

function malformed(path: string, reason: string, cause?: unknown): Fault {
  return new Fault('overrides/malformed', { values: { path, reason }, cause });
}
