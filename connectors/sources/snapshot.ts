/** What a source holds at one moment: records that are facts, each identity once, and how many were none. */
import { Fault } from '#streams/faults.js';

export interface SourceFact {
  readonly type: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Snapshot {
  readonly facts: readonly SourceFact[];
  /** Records without a type and a key. */
  readonly skipped: number;
}

/** A record is a fact with its fields beside type and key, or in a member `fields`. Throws `source/failed` where one is there twice. */
export function snapshotOf(target: string, records: readonly unknown[]): Snapshot {
  const facts = records.flatMap((record) => factOf(record) ?? []);
  const seen = new Set<string>();
  for (const { type, key } of facts) {
    const name = `${type}\0${key}`;
    if (seen.has(name)) throw sourceFault(target, `the fact \`${type}\` \`${key}\` is there twice`);
    seen.add(name);
  }
  return { facts, skipped: records.length - facts.length };
}

export function sourceFault(target: string, reason: string, cause?: unknown): Fault {
  return new Fault('source/failed', { values: { target, reason }, retryable: true, cause });
}

function factOf(record: unknown): SourceFact | null {
  if (!isObject(record)) return null;
  const { type, key, ...others } = record;
  if (typeof type !== 'string' || typeof key !== 'string' || type === '' || key === '') return null;
  const { fields, ...beside } = others;
  return { type, key, fields: isObject(fields) && Object.keys(beside).length === 0 ? fields : others };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
