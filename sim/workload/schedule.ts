/**
 * From facts to messages with the pauses between them: a seeded window of the facts in their order, and the mistakes
 * that publishers make: facts sent again, withdrawn, without identity, or broken. The same for every run of a seed.
 */
import { JSON_TYPE } from '#streams/codec/body.js';
import type { OutboundMessage } from '#streams/ports.js';
import type { Subjects } from '#streams/subjects.js';
import type { Prng } from '../prng.ts';
import type { WorkloadFact } from './facts.ts';
import type { WorkloadOptions } from './options.ts';

export interface Publication {
  /** Since the publication before it. */
  readonly afterMs: number;
  readonly message: OutboundMessage;
}

interface Scheduling {
  readonly facts: readonly WorkloadFact[];
  readonly options: WorkloadOptions;
  readonly prng: Prng;
  readonly subjects: Subjects;
}

export function scheduleWorkload(scheduling: Scheduling): readonly Publication[] {
  const { options, prng } = scheduling;
  const published: OutboundMessage[] = [];
  const publications: Publication[] = [];
  const publish = (message: OutboundMessage): void => {
    published.push(message);
    publications.push({ afterMs: pauseMs(options, prng), message });
  };
  for (const fact of windowOf(scheduling)) {
    publish(assertion(fact, scheduling));
    if (prng.chance(options.repeatChance)) publish(prng.pick(published));
    if (prng.chance(options.retractChance)) publish(retraction(prng.pick(published)));
    if (prng.chance(options.spoilChance)) publish(spoilt(prng.pick(published)));
  }
  return publications;
}

function windowOf({ facts, options, prng }: Scheduling): readonly WorkloadFact[] {
  const start = prng.integer(0, Math.max(0, facts.length - options.facts));
  return facts.slice(start, start + options.facts);
}

function assertion(
  { type, key, id, fields }: WorkloadFact,
  { subjects, options, prng }: Scheduling,
): OutboundMessage {
  return {
    subject: subjects.fact(type, key),
    headers: new Map([['content-type', JSON_TYPE]]),
    body: Buffer.from(JSON.stringify(fields)),
    id: prng.chance(options.anonymousChance) ? '' : id,
  };
}

/** The body stays: it holds the partition key and the instant. */
function retraction({ subject, headers, body, id }: OutboundMessage): OutboundMessage {
  return { subject: subject.replace('.fact.', '.retract.'), headers, body, id: derivedId(id, 'retract') };
}

function spoilt({ subject, headers, body, id }: OutboundMessage): OutboundMessage {
  return {
    subject,
    headers,
    body: body.subarray(0, Math.max(1, body.length - 1)),
    id: derivedId(id, 'spoilt'),
  };
}

function derivedId(id: string, purpose: string): string {
  return id === '' ? '' : `${id}-${purpose}`;
}

function pauseMs({ gapMaxMs, pauseChance, pauseMaxMs }: WorkloadOptions, prng: Prng): number {
  return prng.chance(pauseChance) ? prng.integer(0, pauseMaxMs) : prng.integer(0, gapMaxMs);
}
