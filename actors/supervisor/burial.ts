/**
 * Dead letters: a message that cannot become a decision is set aside with its reason, as durably as a decision would have
 * been made, and the lane goes on behind it.
 */
import { canonicalBytes, digestOf } from '#engine/audit/canonical.js';
import type { ValueRecord } from '#engine/value.js';
import { Fault } from '#streams/faults.js';
import type { DeadLetter, Lane, Position } from '#streams/ports.js';
import type { DecisionLog, Write } from '../decision-log.ts';
import { DEAD_LETTER } from '../delivery/target.ts';
import { arbiterKey, laneKey, seenKey } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Clock, Entropy, Put } from '../ports.ts';
import type { LaneRecord, StoredOutcome } from '../records.ts';
import { retryDelayMs } from '../retry.ts';
import { outboxPuts } from '../session/recording.ts';
import { readLane } from '../session/restore.ts';

interface Burying {
  readonly log: DecisionLog;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly limits: SystemLimits;
  readonly onRetry: (lane: Lane, attempt: number, fault: Fault) => void;
}

/** `lane` is the one that goes on behind the message. Resolves when the burial is durable; tries until it is. */
export async function bury(
  burying: Burying,
  lane: Lane,
  letter: DeadLetter,
  position: Position | null,
): Promise<StoredOutcome> {
  const { log, clock, entropy, limits } = burying;
  const outcome = letterOutcome(letter);
  for (let attempt = 1; ; attempt++) {
    try {
      await log.append((sequence) =>
        burialWrite(lane, readLane(log.store, lane), letter, outcome, position, sequence),
      );
      return outcome;
    } catch (error) {
      if (!(error instanceof Fault && error.retryable)) throw error;
      burying.onRetry(lane, attempt, error);
      await new Promise<void>((resume) => clock.setTimeout(resume, retryDelayMs(attempt, limits, entropy)));
    }
  }
}

function burialWrite(
  lane: Lane,
  before: LaneRecord,
  letter: DeadLetter,
  outcome: StoredOutcome,
  position: Position | null,
  auditSequence: number,
): Write {
  const { arbiter, at, code, reason: detail, body, origin } = letter;
  const after: LaneRecord = { ...before, incarnation: origin.incarnation, streamSequence: origin.sequence };
  const puts: Put[] = [
    { table: 'lane', key: laneKey(lane), value: canonicalBytes(after) },
    ...outboxPuts([outcome], auditSequence),
  ];
  if (position !== null)
    puts.push({ table: 'position', key: arbiterKey(arbiter), value: canonicalBytes(position) });
  if (origin.id !== '') puts.push({ table: 'seen', key: seenKey(lane, origin.id), value: canonicalBytes(0) });
  const entry = {
    kind: 'dead-letter' as const,
    at,
    arbiter,
    subject: outcome.id,
    code,
    detail,
    bodyDigest: digestOf(body),
  };
  return { entries: [entry], puts, removes: [] };
}

/** The id is of the message, so burying it twice delivers one letter. */
function letterOutcome({
  arbiter,
  code,
  reason,
  subject,
  headers,
  body,
  at,
  origin,
}: DeadLetter): StoredOutcome {
  const id = digestOf(canonicalBytes(['dead', arbiter, origin.incarnation, origin.sequence])).slice(0, 32);
  const given: ValueRecord = Object.assign(Object.create(null), Object.fromEntries(headers));
  const params: ValueRecord = Object.assign(Object.create(null), {
    code,
    reason,
    subject,
    headers: given,
    body: Buffer.from(body).toString('base64'),
  });
  return { id, arbiter, key: '', rule: '', name: code, params, at, handler: DEAD_LETTER, target: arbiter };
}
