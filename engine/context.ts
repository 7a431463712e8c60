/**
 * The context of a stateless decision: untrusted JSON with dotted keys expanded once, so that every construct sees the
 * same nested names. Deterministic: a dotted key beats a scalar at its prefix and merges into an object.
 */
import { DEPTH_MAX, valueFromJson } from './json.ts';
import { isRecord, type Value, type ValueRecord } from './value.ts';

type Growing = Record<string, Value>;

/** `undefined` when the input is not a JSON object or nests too deeply. The caller's object is not touched. */
export function contextFromJson(raw: unknown): ValueRecord | undefined {
  const value = valueFromJson(raw);
  if (value === undefined || !isRecord(value)) return undefined;
  const context: Growing = Object.create(null);
  const dotted = Object.keys(value).filter((name) => isDotted(name));
  for (const name of Object.keys(value)) if (!isDotted(name)) context[name] = value[name] ?? null;
  for (const name of dotted.sort()) place(context, name.split('.'), value[name] ?? null);
  return context;
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
  const inner: Growing = Object.assign(Object.create(null), isRecord(present) ? present : {});
  place(inner, rest, value);
  into[first] = inner;
}
