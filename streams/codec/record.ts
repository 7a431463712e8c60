/** Stored records: canonical JSON bytes back to checked data. A record that cannot be read stops its reader with a clear fault. */
import { Fault } from '../faults.ts';
import { decodeJson } from './body.ts';

/** `what` names the record in the fault, for example `journal record 17 of lane monitor/Taiwan`. */
export function decodeRecord<Content>(
  what: string,
  bytes: Uint8Array,
  isContent: (json: unknown) => json is Content,
): Content {
  const json = decodeJson(bytes);
  if (json instanceof Fault)
    throw new Fault('store/corrupt', { values: { what, reason: json.message }, cause: json });
  if (!isContent(json))
    throw new Fault('store/corrupt', { values: { what, reason: 'it has another shape' } });
  return json;
}
