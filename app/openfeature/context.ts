/**
 * The evaluation context of OpenFeature as the context of a decision. The targeting key becomes the subject where the context
 * names none itself: what the caller says about the user is never replaced.
 */
import type { EvaluationContext } from '@openfeature/server-sdk';
import { type ContextReading, readContext, type ValueRecord } from '#engine';
import { subjectOf } from '#engine/govern/rollout.js';
import { DEPTH_MAX } from '#engine/json.js';
import { isRecord } from '#engine/value.js';
import type { Program } from '#lang';

/** Invalid when something in it is no data: not a finite number, a function, nested too deeply. */
export function contextFrom(given: EvaluationContext, { context: declared }: Program): ContextReading {
  const reading = readContext(plain(given, 0), declared);
  const key = given.targetingKey ?? '';
  if (reading.kind === 'invalid' || key === '' || subjectOf(reading.context, 'user.id') !== undefined)
    return reading;
  return { kind: 'context', context: withSubject(reading.context, key) };
}

function withSubject(context: ValueRecord, key: string): ValueRecord {
  const user = context['user'] ?? null;
  const subject =
    isRecord(user) || user === null ? { user: Object.assign(Object.create(null), user, { id: key }) } : {};
  return Object.assign(Object.create(null), context, subject, { user_id: key });
}

/** Instants are Unix seconds in the language; a member that is `undefined` is not there. */
function plain(value: unknown, depth: number): unknown {
  if (value instanceof Date) return Math.floor(value.getTime() / 1000);
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return value;
  if (Array.isArray(value)) return value.map((element) => plain(element, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member, depth + 1)]));
}
