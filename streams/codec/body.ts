/**
 * Message bodies: JSON or msgpack by `Content-Type`, decoded totally. Bytes from outside never throw past this file;
 * they become an object or a fault.
 */
import { pack, Unpackr } from 'msgpackr';
import { Fault, reasonOf } from '../faults.ts';
import type { Headers } from '../ports.ts';

export const JSON_TYPE = 'application/json';
export const MSGPACK_TYPE = 'application/msgpack';

/** Maps, not records: a message must not be able to define structures for the next one. */
const unpackr = new Unpackr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' });
const utf8 = new TextDecoder('utf-8', { fatal: true });

export type Fields = Readonly<Record<string, unknown>>;

/** The object in a message body; an empty body is an object without fields. */
export function decodeBody(headers: Headers, body: Uint8Array): Fields | Fault {
  if (body.length === 0) return {};
  const type = contentType(headers);
  if (type !== JSON_TYPE && type !== MSGPACK_TYPE)
    return new Fault('fact/unknown-content-type', { values: { type } });
  const decoded = type === JSON_TYPE ? decodeJson(body) : decodeMsgpack(body);
  if (decoded instanceof Fault) return decoded;
  return isObject(decoded) ? decoded : new Fault('fact/not-an-object');
}

export function decodeJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (error) {
    return new Fault('fact/bad-body', { values: { format: 'JSON', reason: reasonOf(error) }, cause: error });
  }
}

export function decodeMsgpack(body: Uint8Array): unknown {
  try {
    return unpackr.unpack(body);
  } catch (error) {
    return new Fault('fact/bad-body', {
      values: { format: 'msgpack', reason: reasonOf(error) },
      cause: error,
    });
  }
}

export function encodeMsgpack(value: unknown): Uint8Array {
  return pack(value);
}

/** Without parameters such as `charset`; JSON when the header is missing. */
function contentType(headers: Headers): string {
  const [type = JSON_TYPE] = (headers.get('content-type') ?? JSON_TYPE).split(';');
  return type.trim().toLowerCase();
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
