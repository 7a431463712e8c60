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

/** Subjects come again, with every flag and request after request. By namespace, and forgotten all at once when they are many. */
const KNOWN = new Map<string, Map<string, number>>();
const KNOWN_MAX = 16_384;
/** Longer ones are not kept. */
const SUBJECT_MAX = 200;
let known = 0;

/** 0 to 9,999. */
export function bucketOf(namespace: string, subject: string): number {
  const bucket = KNOWN.get(namespace)?.get(subject);
  if (bucket !== undefined) return bucket;
  const computed = computeBucket(namespace.trim(), subject);
  if (subject.length > SUBJECT_MAX) return computed;
  if (known >= KNOWN_MAX) forget();
  const buckets = KNOWN.get(namespace) ?? new Map<string, number>();
  KNOWN.set(namespace, buckets.set(subject, computed));
  known += 1;
  return computed;
}

function computeBucket(namespace: string, subject: string): number {
  const digest = hash('sha256', `${namespace}\0${subject}`, 'buffer');
  return digest.readUInt32BE(0) % BUCKETS;
}

function forget(): void {
  KNOWN.clear();
  known = 0;
}

/** The subject of a context as text; `undefined` when there is none, and then nobody is in. */
export function subjectOf(context: ValueRecord, path: string): string | undefined {
  const found = subjectText(read(context, path));
  return found ?? (path === DEFAULT_SUBJECT ? subjectText(field(context, FLAT_DEFAULT)) : undefined);
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
  if (trace.isOff) return bucket < basisPoints;
  const within = `namespace="${namespace}"`;
  const seen =
    subject === undefined ? ` missing, ${within}` : `, subject="${subject}", ${within}, bucket=${bucket}`;
  return trace.record({
    check: `rollout percent ${basisPoints / 100} by ${path} namespace "${namespace}"`,
    phase: 'governance',
    kind: 'rollout',
    disposition: bucket < basisPoints ? 'passed' : 'blocked',
    detail: `subject_key=${path}${seen}, threshold=${basisPoints}, resolution=${BUCKETS}`,
    source: place.source,
  });
}

function read(context: ValueRecord, path: string): Value {
  if (!path.includes('.')) return field(context, path);
  return path.split('.').reduce(field, context);
}

function field(value: Value, name: string): Value {
  return isRecord(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

function subjectText(value: Value): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'number') return plainDecimal(value);
  return typeof value === 'boolean' ? String(value) : undefined;
}
