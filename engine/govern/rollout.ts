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
  return subject.length > SUBJECT_MAX ? computeBucket(namespace, subject) : KNOWN.of(namespace, subject);
}

function computeBucket(namespace: string, subject: string): number {
  const digest = hash('sha256', `${namespace.trim()}\0${subject}`, 'buffer');
  return digest.readUInt32BE(0) % BUCKETS;
}

/** Longer ones are not kept. */
const SUBJECT_MAX = 200;

/** Subjects come again, with every flag and request after request. They are forgotten all at once when they are many. */
class KnownBuckets {
  static readonly #max = 16_384;
  readonly #byNamespace = new Map<string, Map<string, number>>();
  #count = 0;

  of(namespace: string, subject: string): number {
    const known = this.#byNamespace.get(namespace)?.get(subject);
    if (known !== undefined) return known;
    const bucket = computeBucket(namespace, subject);
    this.#keep(namespace, subject, bucket);
    return bucket;
  }

  #keep(namespace: string, subject: string, bucket: number): void {
    if (this.#count >= KnownBuckets.#max) {
      this.#byNamespace.clear();
      this.#count = 0;
    }
    const buckets = this.#byNamespace.get(namespace) ?? new Map<string, number>();
    this.#byNamespace.set(namespace, buckets.set(subject, bucket));
    this.#count += 1;
  }
}

const KNOWN = new KnownBuckets();

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
