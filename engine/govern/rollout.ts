/**
 * Rollouts: who is in a share of all subjects. The bucket is SHA-256 over namespace, NUL and subject in UTF-8, its first four
 * bytes as a big-endian number modulo 10,000; a subject is in when its bucket is below the share in hundredths of a
 * percent. The algorithm may never change: it decides who has seen what.
 */
import { hash } from 'node:crypto';
import type { CompiledRollout } from '#lang/bytecode/program.js';
import { isRecord, plainDecimal, type Value, type ValueRecord } from '../value.ts';
import type { Arbitrace } from './trace.ts';

export const BUCKETS = 10_000;
const DEFAULT_SUBJECT = 'user.id';
const FLAT_DEFAULT = 'user_id';

/** 0 to 9,999. */
export function bucketOf(namespace: string, subject: string): number {
  const digest = hash('sha256', `${namespace.trim()}\0${subject}`, 'buffer');
  return digest.readUInt32BE(0) % BUCKETS;
}

/** The subject of a context as text; `undefined` when there is none, and then nobody is in. */
export function subjectOf(context: ValueRecord, path: string): string | undefined {
  const found = subjectText(read(context, path.split('.')));
  return found ?? (path === DEFAULT_SUBJECT ? subjectText(context[FLAT_DEFAULT] ?? null) : undefined);
}

/** Where a rollout or a split stands. */
export interface Place {
  readonly context: ValueRecord;
  readonly bundle: string;
  readonly scope: string;
  readonly source?: 'override' | undefined;
}

/** That of its own, else one that is made from the place. */
export function namespaceOf(own: string | null, { bundle, scope }: Pick<Place, 'bundle' | 'scope'>): string {
  const trimmed = (own ?? '').trim();
  return trimmed === '' ? `${bundle}:${scope}` : trimmed;
}

/** `scope` names the place, for rollouts without a namespace of their own: `rule:Name` under the bundle's name. */
export function passesRollout(
  { basisPoints, subject: path, namespace: own }: CompiledRollout,
  place: Place,
  trace: Arbitrace,
): boolean {
  const namespace = namespaceOf(own, place);
  const subject = subjectOf(place.context, path);
  const bucket = subject === undefined ? BUCKETS : bucketOf(namespace, subject);
  const seen =
    subject === undefined
      ? `subject_key=${path} missing, namespace="${namespace}", threshold=${basisPoints}, resolution=${BUCKETS}`
      : `subject_key=${path}, subject="${subject}", namespace="${namespace}", bucket=${bucket}, ` +
        `threshold=${basisPoints}, resolution=${BUCKETS}`;
  return trace.record({
    check: `rollout percent ${basisPoints / 100} by ${path} namespace "${namespace}"`,
    phase: 'governance',
    kind: 'rollout',
    disposition: bucket < basisPoints ? 'passed' : 'blocked',
    detail: seen,
    source: place.source,
  });
}

function read(context: ValueRecord, path: readonly string[]): Value {
  let value: Value = context;
  for (const name of path)
    value = isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  return value;
}

function subjectText(value: Value): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number') return plainDecimal(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}
