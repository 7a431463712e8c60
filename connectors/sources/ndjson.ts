/**
 * Facts from a file, one JSON object a line: `{"type":"Quake","key":"us1","id":"us1","fields":{…}}`. Read as it is
 * consumed, one bounded line at a time; the first bad line ends it with a fault that names the line.
 */
import { Fault, reasonOf } from '#streams/faults.js';
import { readLines } from './lines.ts';

export interface FileFact {
  readonly type: string;
  readonly key: string;
  /** Identity for recognising a repetition; empty when the line gives none. */
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const LINE_BYTES_MAX = 1_048_576;
const MEMBERS = new Set(['type', 'key', 'id', 'fields']);

/** Empty lines, CRLF and a byte order mark are tolerated. */
export async function* readFactFile(path: string): AsyncGenerator<FileFact, void, undefined> {
  for await (const line of readLines(path, LINE_BYTES_MAX)) {
    if ('fault' in line) throw bad(`${path} line ${line.number} ${line.fault}`, line.cause);
    if (line.text !== '') yield parseFact(line.text, path, line.number);
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
