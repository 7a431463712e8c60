/** A delivery as the outside saw it: an outcome at a sink, or a message that reached the bus. */
import type { StoredOutcome } from '#actors/records.js';
import { DEAD_LETTER, targetOf } from '#actors/delivery/target.js';
import { canonicalText } from '#engine/audit/canonical.js';
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
  /** Everything that arrived, as text. */
  readonly content: string;
}

export function deliveryAtSink(outcome: StoredOutcome): ObservedDelivery {
  const { id, arbiter, key, name, params } = outcome;
  const content = canonicalText(outcome);
  return { target: targetOf(outcome), id, arbiter, key, name, params: canonicalText(params), content };
}

export function deliveryOnBus(message: OutboundMessage, subjects: Subjects): ObservedDelivery {
  const { subject, headers, id } = message;
  const body = Buffer.from(message.body).toString('utf8');
  const content = canonicalText([subject, [...headers], body]);
  if (subjects.deadLetters.some((filter) => matchesFilter(filter, subject))) {
    const arbiter = decodeToken(subject.split('.').at(-1) ?? '') ?? '';
    const target = targetOf({ handler: DEAD_LETTER, target: arbiter });
    return { target, id, arbiter, key: '', name: headers.get('arb-fault') ?? '', params: '', content };
  }
  const isDerived = subjects.outcomes.some((filter) => matchesFilter(filter, subject));
  const target = targetOf({ handler: 'nats', target: isDerived ? '' : subject });
  const arbiter = (headers.get('ce-source') ?? '').replace('/arbiter/', '');
  const key = decodeURIComponent(headers.get('ce-subject') ?? '');
  const name = (headers.get('ce-type') ?? '').replace('arbiter.outcome.', '');
  return { target, id, arbiter, key, name, params: body, content };
}
