/**
 * A delivery to a command: subject, body, schema, partition key and instant, in that order. The result is a command for one lane
 * or a fault that says what is wrong with the message; nothing about a message can throw.
 */
import { compileSchemas, type Normaliser, normaliseUntyped } from '#engine/fact-schema.js';
import type { CompiledArbiter, CompiledStream, Program } from '#lang/bytecode/program.js';
import { Fault } from '../faults.ts';
import type { StreamLimits } from '../limits.ts';
import type { Delivery, FactCommand, Lane, Origin } from '../ports.ts';
import type { FactSubject, Subjects } from '../subjects.ts';
import { decodeBody, type Fields } from './body.ts';

/** The key of the one lane of an arbiter whose streams have no `by`. */
export const SINGLE_LANE = '_';

export type DecodedFact = Omit<FactCommand, 'frontier'>;
export type FactDecoder = (delivery: Delivery) => DecodedFact | Fault | 'not-ours';

interface Decoding {
  readonly arbiter: CompiledArbiter;
  readonly program: Program;
  readonly subjects: Subjects;
  readonly limits: StreamLimits;
}

export function factDecoder({ arbiter, program, subjects, limits }: Decoding): FactDecoder {
  const schemas = compileSchemas(program.facts);
  const streams = new Map(arbiter.streams.map((stream) => [stream.factType.toLowerCase(), stream]));
  return (delivery) => {
    const subject = subjects.parseFact(delivery.subject);
    if (subject === undefined)
      return new Fault('fact/bad-subject', { values: { subject: delivery.subject } });
    const stream = streams.get(subject.type.toLowerCase());
    if (stream === undefined) return 'not-ours';
    const tooLarge = sizeFault(delivery, subject, limits);
    if (tooLarge !== undefined) return tooLarge;
    const body = decodeBody(delivery.headers, delivery.body);
    if (body instanceof Fault) return body;
    const normalise = schemas.get(stream.factType)?.normalise ?? normaliseUntyped;
    return command({ delivery, subject, stream, body, normalise, limits, arbiter });
  };
}

interface Parts {
  readonly arbiter: CompiledArbiter;
  readonly delivery: Delivery;
  readonly subject: FactSubject;
  readonly stream: CompiledStream;
  readonly body: Fields;
  readonly normalise: Normaliser;
  readonly limits: StreamLimits;
}

/** A retraction needs no complete body, only what `by` and `at` read from it. */
function command(parts: Parts): DecodedFact | Fault {
  const { delivery, subject, stream, body } = parts;
  const isFact = subject.verb === 'fact';
  const normalised = isFact ? parts.normalise(body) : normaliseUntyped(body);
  if (normalised.kind === 'invalid') return invalid(stream, normalised.reason);
  const { fields } = normalised;
  const lane = laneOf(parts, fields);
  if (lane instanceof Fault) return lane;
  const at = instantOf(parts, fields);
  if (at instanceof Fault) return at;
  const origin = originOf(delivery);
  const kind = isFact ? 'assert' : 'retract';
  const { type, key, given } = { type: stream.factType, key: subject.key, given: isFact ? fields : {} };
  return { kind, lane, type, key, fields: given, at, origin, message: delivery };
}

function laneOf({ arbiter, stream, limits }: Parts, fields: Fields): Lane | Fault {
  if (stream.by === null) return { arbiter: arbiter.name, key: SINGLE_LANE };
  const value = stream.by === 'key' ? undefined : fields[stream.by];
  const isKey = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isKey || value === '') return new Fault('fact/missing-partition', { values: { field: stream.by } });
  const key = String(value);
  return Buffer.byteLength(key) > limits.keyBytesMax
    ? keyTooLong(key, limits)
    : { arbiter: arbiter.name, key };
}

/** Event time where the stream declares one, else the time at which the stream took the message. */
function instantOf({ delivery, stream, limits }: Parts, fields: Fields): number | Fault {
  if (stream.at === null) return delivery.timestamp;
  const seconds = fields[stream.at];
  if (typeof seconds !== 'number') return new Fault('fact/missing-instant', { values: { field: stream.at } });
  const at = seconds * 1000;
  const aheadMs = at - delivery.timestamp;
  if (aheadMs <= limits.futureMaxMs) return at;
  const values = { ahead: Math.ceil(aheadMs / 1000), max: limits.futureMaxMs / 1000 };
  return new Fault('fact/future-instant', { values });
}

function originOf({ headers, incarnation, sequence }: Delivery): Origin {
  return { incarnation, sequence, id: headers.get('nats-msg-id') ?? headers.get('ce-id') ?? '' };
}

function sizeFault({ body }: Delivery, { key }: FactSubject, limits: StreamLimits): Fault | undefined {
  if (body.length > limits.bodyBytesMax) {
    return new Fault('fact/too-large', { values: { bytes: body.length, max: limits.bodyBytesMax } });
  }
  return Buffer.byteLength(key) > limits.keyBytesMax ? keyTooLong(key, limits) : undefined;
}

function keyTooLong(key: string, limits: StreamLimits): Fault {
  return new Fault('fact/key-too-long', {
    values: { bytes: Buffer.byteLength(key), max: limits.keyBytesMax },
  });
}

function invalid({ factType }: CompiledStream, reason: string): Fault {
  return new Fault('fact/invalid', { values: { reason: `fact ${factType}: ${reason}` } });
}
