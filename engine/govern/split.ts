/** Splits: every subject belongs to one variant, by bucket, in bands of the weights in the order of the source. */
import type { Serving } from '#lang/bytecode/program.js';
import type { ValueRecord } from '../value.ts';
import { BUCKETS, bucketOf, namespaceOf, subjectOf } from './rollout.ts';
import type { Arbitrace } from './trace.ts';

type Split = Extract<Serving, { readonly kind: 'split' }>;

interface Place {
  readonly context: ValueRecord;
  readonly bundle: string;
  readonly scope: string;
}

/** The variant of the subject; `null` without one, and the next rule is asked. */
export function assign(split: Split, place: Place, trace: Arbitrace): string | null {
  const { subject: path, weights } = split;
  const namespace = namespaceOf(split.namespace, place);
  const subject = subjectOf(place.context, path);
  const check = `split by ${path} namespace "${namespace}"`;
  const kind = 'split';
  const phase = 'effect';
  if (subject === undefined) {
    const detail = `subject_key=${path} missing, resolution=${BUCKETS}`;
    trace.record({ check, phase, kind, disposition: 'blocked', detail });
    return null;
  }
  const bucket = bucketOf(namespace, subject);
  const bands = bandsOf(weights);
  const variant = bands.find(({ end }) => bucket < end)?.variant ?? null;
  const shown = bands.map((band) => `${band.variant}:${band.start}-${band.end - 1}`).join(',');
  const detail =
    `subject_key=${path}, subject="${subject}", namespace="${namespace}", bucket=${bucket}, ` +
    `assigned=${variant ?? ''}, bands={${shown}}`;
  trace.record({ check, phase, kind, disposition: variant === null ? 'blocked' : 'passed', detail });
  return variant;
}

interface Band {
  readonly variant: string;
  readonly start: number;
  readonly end: number;
}

/** A weight of nothing is no band. */
function bandsOf(weights: Split['weights']): readonly Band[] {
  const bands: Band[] = [];
  let start = 0;
  for (const { variant, weight } of weights) {
    if (weight > 0) bands.push({ variant, start, end: start + weight });
    start += weight;
  }
  return bands;
}
