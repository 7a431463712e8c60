/**
 * The context of a stateless decision: untrusted JSON with dotted keys expanded once, so that every construct sees the
 * same nested names. Deterministic: a dotted key beats a scalar at its prefix and merges into an object.
 */
import { bareRecord } from './bare.ts';
import type { CompiledField } from '#lang/bytecode/program.js';
import type { RecordField } from '#lang/types.js';
import { convert } from './convert.ts';
import { DEPTH_MAX, valueFromJson } from './json.ts';
import { isRecord, type Value, type ValueRecord } from './value.ts';

type Growing = Record<string, Value>;

/**
 * `undefined` when the input is not a JSON object or nests too deeply. The caller's object is not touched. Fields that the
 * program declares are taken as what they are declared as (`"100.25 USD"` is an amount); what does not fit stays as it is.
 */
export function contextFromJson(
  raw: unknown,
  declared: readonly CompiledField[] = [],
): ValueRecord | undefined {
  const value = valueFromJson(raw);
  if (value === undefined || !isRecord(value)) return undefined;
  const context = expanded(value);
  return declared.length === 0 ? context : typed(context, declared);
}

function expanded(value: ValueRecord): ValueRecord {
  const names = Object.keys(value);
  if (!names.some(isDotted)) return value;
  const context = bareRecord<Value>();
  for (const name of names) if (!isDotted(name)) context[name] = value[name] ?? null;
  for (const name of names.filter(isDotted).sort()) place(context, name.split('.'), value[name] ?? null);
  return context;
}

/** Field by field, so that one that does not fit leaves the others what they are. */
function typed(record: ValueRecord, fields: readonly RecordField[]): ValueRecord {
  const result: Growing = Object.assign(bareRecord<Value>(), record);
  for (const { name, type } of fields) {
    const value = record[name] ?? null;
    if (type.kind === 'record' && isRecord(value)) result[name] = typed(value, type.fields);
    else if (Object.hasOwn(record, name)) result[name] = convert(type, value) ?? value;
  }
  return result;
}

/** A name with more parts than any path has is left as it is. */
function isDotted(name: string): boolean {
  return name.includes('.') && name.split('.').length <= DEPTH_MAX;
}

function place(into: Growing, path: readonly string[], value: Value): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const present = into[first] ?? null;
  const inner: Growing = Object.assign(bareRecord<Value>(), isRecord(present) ? present : {});
  place(inner, rest, value);
  into[first] = inner;
}
