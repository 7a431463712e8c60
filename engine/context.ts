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

/** The reason goes on a sentence about the input: `nests more than 64 deep`. */
export type ContextReading =
  | { readonly kind: 'context'; readonly context: ValueRecord }
  | { readonly kind: 'invalid'; readonly reason: string };

/** What was given as a context is none. */
export class InvalidContext extends TypeError {
  override readonly name = 'InvalidContext';
}

/**
 * For callers who know that they give a JSON object: throws `InvalidContext` when it is none. The caller's object is not touched.
 * Fields that the program declares are taken as what they are declared as (`"100.25 USD"` is an amount); what does not fit stays
 * as it is.
 */
export function contextFromJson(raw: unknown, declared?: readonly CompiledField[]): ValueRecord {
  const reading = readContext(raw, declared);
  if (reading.kind === 'invalid') throw new InvalidContext(`the context ${reading.reason}`);
  return reading.context;
}

/** The same for input that may be anything. */
export function readContext(raw: unknown, declared: readonly CompiledField[] = []): ContextReading {
  const value = valueFromJson(raw);
  if (value === undefined) return { kind: 'invalid', reason: flawOf(raw) };
  if (!isRecord(value)) return { kind: 'invalid', reason: 'is no JSON object' };
  const context = expanded(value);
  return { kind: 'context', context: declared.length === 0 ? context : typed(context, declared) };
}

function flawOf(raw: unknown): string {
  if (typeof raw !== 'object') return 'is no JSON object';
  return nestsTooDeeply(raw, 0) ? `nests more than ${DEPTH_MAX} deep` : 'holds what is no JSON data';
}

function nestsTooDeeply(raw: unknown, depth: number): boolean {
  if (typeof raw !== 'object' || raw === null) return false;
  return depth >= DEPTH_MAX || Object.values(raw).some((member) => nestsTooDeeply(member, depth + 1));
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
