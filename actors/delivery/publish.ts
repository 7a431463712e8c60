/**
 * The two sinks that need nothing but the message port: `nats` publishes an outcome on its subject, and dead letters go to
 * theirs with the original bytes. Both carry the id of what they deliver, so a repetition is recognised.
 */
import { canonicalBytes } from '#engine/audit/canonical.js';
import { isRecord, textOf } from '#engine/value.js';
import { JSON_TYPE } from '#streams/codec/body.js';
import type { Headers, Publisher } from '#streams/ports.js';
import type { Subjects } from '#streams/subjects.js';
import type { Sink } from '../ports.ts';
import type { StoredOutcome } from '../records.ts';
import { DEAD_LETTER } from './target.ts';

/** By handler kind. CloudEvents headers in binary mode; the target, where given, replaces the derived subject. */
export function publishingSinks(publisher: Publisher, subjects: Subjects): ReadonlyMap<string, Sink> {
  const nats: Sink = {
    deliver: (outcome) =>
      publisher.publish({
        subject:
          outcome.target === ''
            ? subjects.outcome(outcome.arbiter, outcome.name, outcome.key)
            : outcome.target,
        headers: outcomeHeaders(outcome),
        body: canonicalBytes(outcome.params),
        id: outcome.id,
      }),
  };
  const deadLetter: Sink = {
    deliver: (letter) =>
      publisher.publish({
        subject: subjects.dead(letter.arbiter),
        headers: letterHeaders(letter),
        body: Buffer.from(textOf(letter.params['body'] ?? null), 'base64'),
        id: letter.id,
      }),
  };
  return new Map([
    ['nats', nats],
    [DEAD_LETTER, deadLetter],
  ]);
}

/** CloudEvents in binary mode. */
export function outcomeHeaders({ id, arbiter, key, rule, name, at }: StoredOutcome): Headers {
  return new Map([
    ['content-type', JSON_TYPE],
    ['ce-specversion', '1.0'],
    ['ce-id', id],
    ['ce-source', `/arbiter/${arbiter}`],
    ['ce-type', `arbiter.outcome.${name}`],
    ['ce-subject', encodeURIComponent(key)],
    ['ce-time', new Date(at).toISOString()],
    ['arb-rule', rule],
  ]);
}

/** The original headers, so that the message can be sent again as it was, and why it was set aside. */
function letterHeaders({ params, name }: StoredOutcome): Headers {
  const given = params['headers'] ?? null;
  const original = isRecord(given) ? Object.entries(given) : [];
  return new Map([
    ...original
      .filter(([header]) => header !== 'nats-msg-id')
      .map(([header, value]) => [header, textOf(value)] as const),
    ['arb-fault', name],
    ['arb-reason', textOf(params['reason'] ?? null).replace(/[\r\n]+/g, ' ')],
    ['arb-subject', textOf(params['subject'] ?? null)],
  ]);
}
