/**
 * What a variant is worth to a caller that asks for a type. A payload field `value` is the value of the flag, whatever its
 * variants are called. Without one a boolean flag is worth its variant `true` or `false`, another flag is worth the name of its
 * variant as text, and the whole payload as an object. Nothing is converted.
 */
import type { JsonValue } from '@openfeature/server-sdk';
import { REDACTED, Secret, type Value, type ValueRecord } from '#engine';
import { Decimal } from '#engine/decimal.js';
import { Fact } from '#engine/fact.js';
import { isList, isRecord } from '#engine/value.js';
import type { CompiledFlag } from '#lang/bytecode/program.js';

export interface Chosen {
  readonly type: CompiledFlag['type'];
  readonly variant: string;
  readonly values: ValueRecord | null;
}

/** Each gives `undefined` where the flag has no value of the type. */
export function booleanOf(chosen: Chosen): boolean | undefined {
  const own = ownValue(chosen);
  if (own !== undefined) return typeof own === 'boolean' ? own : undefined;
  if (chosen.type !== 'boolean' || !['true', 'false'].includes(chosen.variant)) return undefined;
  return chosen.variant === 'true';
}

export function stringOf(chosen: Chosen): string | undefined {
  const own = ownValue(chosen);
  if (own === undefined) return chosen.type === 'boolean' ? undefined : chosen.variant;
  if (own instanceof Decimal) return own.toString();
  return typeof own === 'string' ? own : undefined;
}

export function numberOf(chosen: Chosen): number | undefined {
  const own = ownValue(chosen);
  return typeof own === 'number' ? own : undefined;
}

/** A list or an object. */
export function objectOf(chosen: Chosen): JsonValue | undefined {
  const own = ownValue(chosen);
  if (own !== undefined && own !== null && (isList(own) || isRecord(own))) return jsonOf(own);
  return chosen.values === null ? undefined : jsonOf(chosen.values);
}

function ownValue({ values }: Chosen): Value | undefined {
  return values !== null && Object.hasOwn(values, 'value') ? values['value'] : undefined;
}

/** Amounts are text, as everywhere in JSON; a secret is not for details, which hooks and telemetry write down. */
function jsonOf(value: Value): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(jsonOf);
  if (value instanceof Decimal) return value.toString();
  if (value instanceof Secret) return REDACTED;
  const members = Object.entries(value instanceof Fact ? value.fields : value);
  return Object.fromEntries(members.map(([name, member]) => [name, jsonOf(member)]));
}
