/**
 * Loads what a source holds: a file by its extension, an `http://` or `https://` address by what it answers. With bounds on size and time,
 * and a reason in one line for everything that can go wrong.
 */
import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { Fault } from '#streams/faults.js';
import { bodyOf, fetchReason } from '../http/exchange.ts';
import { readableReason } from '../system/errno.ts';
import { redacted } from '../telemetry/redact.ts';
import { type Format, type IsText, readRecords } from './read.ts';
import { type Snapshot, snapshotOf, sourceFault } from './snapshot.ts';

export interface LoadOptions {
  /** Where relative paths begin. Default: the working directory. */
  readonly directory?: string;
  /** Default: no field is. */
  readonly isText?: IsText;
  readonly limits?: LoadLimits;
}

export interface LoadLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

export const LOAD_LIMITS: LoadLimits = { bytesMax: 67_108_864, timeoutMs: 30_000 };

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['.csv', 'csv'],
  ['.json', 'json'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
]);

const TYPES: ReadonlyMap<string, Format> = new Map([
  ['text/csv', 'csv'],
  ['application/json', 'json'],
  ['application/jsonl', 'jsonl'],
  ['application/x-ndjson', 'jsonl'],
]);

/** Whether `loadSource` knows what to do with it. */
export function isLoadable(target: string): boolean {
  return isAddress(target) || FORMATS.has(extname(target).toLowerCase());
}

/** Rejects with `source/unknown` for what is neither, and `source/failed` with the reason. */
export async function loadSource(target: string, options: LoadOptions = {}): Promise<Snapshot> {
  const { isText = () => false, limits = LOAD_LIMITS, directory = '.' } = options;
  const shown = redacted(target);
  if (!isLoadable(target)) throw new Fault('source/unknown', { values: { target: shown } });
  const { format, bytes } = isAddress(target)
    ? await download(target, limits)
    : { format: formatOf(target), bytes: await readWhole(resolve(directory, target), limits, shown) };
  return snapshotOf(shown, readRecords(format, decoded(bytes, shown), { target: shown, isText }));
}

interface Read {
  readonly format: Format;
  readonly bytes: Uint8Array;
}

function isAddress(target: string): boolean {
  return /^https?:\/\//.test(target);
}

function formatOf(path: string): Format {
  return FORMATS.get(extname(path).toLowerCase()) ?? 'json';
}

async function readWhole(path: string, { bytesMax }: LoadLimits, target: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > bytesMax) throw tooLarge(target, bytesMax);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof Fault ? error : sourceFault(target, readableReason(error), error);
  }
}

/** What the answer says it is, else what its address ends with, else JSON. */
async function download(url: string, { bytesMax, timeoutMs }: LoadLimits): Promise<Read> {
  const shown = redacted(url);
  try {
    const { address, authorization } = withoutCredentials(url);
    const headers = { accept: [...TYPES.keys()].join(), 'user-agent': 'arbiter', ...authorization };
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw sourceFault(shown, `it answered ${response.status}`);
    }
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const format = TYPES.get(type) ?? formatOf(new URL(url).pathname);
    const { bytes, isWhole } = await bodyOf(response, bytesMax);
    if (!isWhole) throw tooLarge(shown, bytesMax);
    return { format, bytes };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw sourceFault(shown, fetchReason(error, { url, timeoutMs }), error);
  }
}

/** `fetch` takes no address with a password in it, and quotes it. */
function withoutCredentials(url: string) {
  const address = new URL(url);
  const { username, password } = address;
  if (username === '' && password === '') return { address, authorization: {} };
  address.username = '';
  address.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    address,
    authorization: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}

function tooLarge(target: string, bytesMax: number): Fault {
  return sourceFault(target, `it has more than ${bytesMax} bytes`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Uint8Array, target: string): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw sourceFault(target, 'it is not UTF-8', error);
  }
}
