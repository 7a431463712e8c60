/** Node's errors of the operating system, told by their codes: which ones mean something is for the caller to say. */
import { reasonOf } from '#streams/faults.js';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'a file has this name',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'it does not exist',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host is not known',
};

/** `ENOENT` and the like; empty for anything else that was thrown. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** For people, without paths and system calls. */
export function readableReason(error: unknown): string {
  return REASONS[codeOf(error)] ?? reasonOf(error);
}
