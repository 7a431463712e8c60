/** Facts to publish, as they stand in an NDJSON file: one object a line with `type`, `key`, `fields` and perhaps an `id`. */
import { Validator } from '#engine/validator.js';
import { decodeJson } from '#streams/codec/body.js';
import { Fault } from '#streams/faults.js';

export interface WorkloadFact {
  readonly type: string;
  readonly key: string;
  /** Empty when the line gives none. */
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Throws a fault that names the first bad line. */
export function parseFacts(ndjson: string): readonly WorkloadFact[] {
  return ndjson
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]));
}

function parseLine(line: string, number: number): WorkloadFact {
  const json = decodeJson(Buffer.from(line));
  if (isFact(json)) return { ...json, id: json.id ?? '' };
  const reason = json instanceof Fault ? json.message : 'it is not an object with `type`, `key` and `fields`';
  throw new Fault('fact/bad-body', { values: { format: 'NDJSON', reason: `line ${number}: ${reason}` } });
}

const check = new Validator().compile({
  type: 'string|empty:false',
  key: 'string|empty:false',
  id: 'string|optional',
  fields: 'object',
});

function isFact(json: unknown): json is Omit<WorkloadFact, 'id'> & { readonly id?: string } {
  return typeof json === 'object' && json !== null && check(json) === true;
}
