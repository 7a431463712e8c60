/** Untrusted JSON to run-time values: null-prototype records, finite numbers, bounded depth. */
import type { Value } from './value.ts';

export const DEPTH_MAX = 64;

/** `undefined` when the input is not JSON data or nests deeper than 64. */
export function valueFromJson(raw: unknown, depth = 0): Value | undefined {
  if (raw === null || typeof raw === 'boolean' || typeof raw === 'string') return raw;
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined;
  if (typeof raw !== 'object' || depth >= DEPTH_MAX) return undefined;
  return Array.isArray(raw) ? listFromJson(raw, depth) : recordFromJson(raw, depth);
}

function listFromJson(raw: readonly unknown[], depth: number): Value | undefined {
  const list: Value[] = [];
  for (const element of raw) {
    const value = valueFromJson(element, depth + 1);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

function recordFromJson(raw: object, depth: number): Value | undefined {
  const record: Record<string, Value> = Object.create(null);
  for (const [name, member] of Object.entries(raw)) {
    const value = valueFromJson(member, depth + 1);
    if (value === undefined) return undefined;
    record[name] = value;
  }
  return record;
}
