/** A delivery as the outside saw it: an outcome at a sink, or a message that reached the bus. */
import { isStoredOutcome, type StoredOutcome } from '#actors/records.js';
import { DEAD_LETTER, targetOf } from '#actors/delivery/target.js';
import { canonicalText } from '#engine/audit/canonical.js';
import { decodeRecord } from '#streams/codec/record.js';
import type { OutboundMessage } from '#streams/ports.js';
import { decodeToken, matchesFilter, type Subjects } from '#streams/subjects.js';

export interface ObservedDelivery {
  readonly target: string;
  readonly id: string;
  readonly arbiter: string;
  /** Partition key; empty for a dead letter. */
  readonly key: string;
  readonly name: string;
  /** Canonical text of the outcome's params; empty for a dead letter. */
  readonly params: string;
  /** What a dead letter stands for: target and id of the outcome that was given up, or its own id; empty for outcomes. */
  readonly standsFor: string;
  /** Everything that arrived, as text. */
  readonly content: string;
}

/** Identity of a delivery at its target. */
export function deliveryKey({ target, id }: Pick<ObservedDelivery, 'target' | 'id'>): string {
  return `${target} ${id}`;
}

export function deliveryAtSink(outcome: StoredOutcome): ObservedDelivery {
  const { id, arbiter, key, name, params } = outcome;
  const content = canonicalText(outcome);
  return {
    target: targetOf(outcome),
    id,
    arbiter,
    key,
    name,
    params: canonicalText(params),
    standsFor: '',
    content,
  };
}

export function deliveryOnBus(message: OutboundMessage, subjects: Subjects): ObservedDelivery {
  const { subject, headers, id } = message;
  const body = Buffer.from(message.body).toString('utf8');
  const content = canonicalText([subject, [...headers], body]);
  if (matchesAny(subjects.deadLetters, subject)) return { ...letterOf(message), content };
  const target = targetOf({ handler: 'nats', target: matchesAny(subjects.outcomes, subject) ? '' : subject });
  const arbiter = (headers.get('ce-source') ?? '').replace('/arbiter/', '');
  const key = decodeURIComponent(headers.get('ce-subject') ?? '');
  const name = (headers.get('ce-type') ?? '').replace('arbiter.outcome.', '');
  return { target, id, arbiter, key, name, params: body, standsFor: '', content };
}

function letterOf({ subject, headers, id, body }: OutboundMessage): Omit<ObservedDelivery, 'content'> {
  const arbiter = decodeToken(subject.split('.').at(-1) ?? '') ?? '';
  const target = targetOf({ handler: DEAD_LETTER, target: arbiter });
  const name = headers.get('arb-fault') ?? '';
  const isGivenUp = name === 'sink/failed';
  const standsFor = isGivenUp ? givenUpKey(decodeRecord(`dead letter ${id}`, body, isStoredOutcome)) : id;
  return { target, id, arbiter, key: '', name, params: '', standsFor };
}

function givenUpKey(outcome: StoredOutcome): string {
  return deliveryKey({ target: targetOf(outcome), id: outcome.id });
}

function matchesAny(filters: readonly string[], subject: string): boolean {
  return filters.some((filter) => matchesFilter(filter, subject));
}
