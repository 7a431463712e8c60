/**
 * Facts from a file, one JSON object a line: `{"type":"Quake","key":"us1","id":"us1","fields":{…}}`. Read as it is
 * consumed, one bounded line at a time; the first bad line ends it with a fault that names the line.
 */
import { createReadStream } from 'node:fs';
import { Fault, reasonOf } from '#streams/faults.js';
import { readableReason } from '../system/errno.ts';

export interface FileFact {
  readonly type: string;
  readonly key: string;
  /** Identity for recognising a repetition; empty when the line gives none. */
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Line {
  readonly number: number;
  readonly bytes: Buffer;
}

const LINE_BYTES_MAX = 1_048_576;
const LINE_FEED = 0x0a;
const MEMBERS = new Set(['type', 'key', 'id', 'fields']);

/** Empty lines, CRLF and a byte order mark are tolerated. */
export async function* readFactFile(path: string): AsyncGenerator<FileFact, void, undefined> {
  for await (const { number, bytes } of readLines(path)) {
    const text = decodeLine(bytes, path, number);
    if (text !== '') yield parseFact(text, path, number);
  }
}

async function* readLines(path: string): AsyncGenerator<Line, void, undefined> {
  const parts: Buffer[] = [];
  let partBytes = 0;
  let number = 1;
  for await (const chunk of readChunks(path)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      parts.push(chunk.subarray(start, end));
      requireBounded(partBytes + end - start, path, number);
      yield { number, bytes: Buffer.concat(parts.splice(0)) };
      start = end + 1;
      number += 1;
      partBytes = 0;
    }
    parts.push(chunk.subarray(start));
    partBytes += chunk.length - start;
    requireBounded(partBytes, path, number);
  }
  yield { number, bytes: Buffer.concat(parts) };
}

async function* readChunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<unknown> = createReadStream(path);
  try {
    for await (const chunk of chunks) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    throw bad(`${path}: ${readableReason(error)}`, error);
  }
}

function requireBounded(bytes: number, path: string, number: number): void {
  if (bytes > LINE_BYTES_MAX) throw bad(`${path} line ${number} has more than ${LINE_BYTES_MAX} bytes`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeLine(bytes: Buffer, path: string, number: number): string {
  try {
    return utf8.decode(bytes).trim();
  } catch (error) {
    throw bad(`${path} line ${number} is not UTF-8`, error);
  }
}

function parseFact(text: string, path: string, number: number): FileFact {
  const fail = (reason: string, cause?: unknown): Fault => bad(`${path} line ${number}: ${reason}`, cause);
  const parsed = parseJson(text, fail);
  if (!isObject(parsed)) throw fail('it is not an object');
  const { type, key, id = '', fields } = parsed;
  const unknown = Object.keys(parsed).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) throw fail(`\`${unknown}\` is not one of type, key, id, fields`);
  if (typeof type !== 'string' || type === '') throw fail('`type` must be a text that is not empty');
  if (typeof key !== 'string' || key === '') throw fail('`key` must be a text that is not empty');
  if (typeof id !== 'string') throw fail('`id` must be a text');
  if (!isObject(fields)) throw fail('`fields` must be an object');
  return { type, key, id, fields };
}

function parseJson(text: string, fail: (reason: string, cause: unknown) => Fault): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail(reasonOf(error), error);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(reason: string, cause?: unknown): Fault {
  return new Fault('fact/bad-body', { values: { format: 'NDJSON', reason }, cause });
}
