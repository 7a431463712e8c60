/**
 * The records that go into the store, all as canonical JSON, and the checks they pass when they are read back. Digests
 * and replays are over these bytes. Unknown members are left alone, so a later version may add some.
 */
import type { AuditHead, AuditRow } from '#engine/audit/chain.js';
import type { Command } from '#engine/session/command.js';
import { type ValidationSchema, Validator } from '#engine/validator.js';
import type { ValueRecord } from '#engine/value.js';
import type { Lane, Origin, Position } from '#streams/ports.js';

/** A command as it was decided: replaying it gives the same step. */
export interface JournalRecord {
  readonly lane: Lane;
  readonly sequence: number;
  readonly now: number;
  readonly command: Command;
  /** `null` for a tick. */
  readonly origin: Origin | null;
}

/** What a lane must know to go on: read once when its actor starts. */
export interface LaneRecord {
  /** Last journal sequence. */
  readonly sequence: number;
  readonly now: number;
  /** Due instant of the lane's row in `timer`, or `null`. */
  readonly due: number | null;
  /** Last message whose effect is in the lane. */
  readonly incarnation: string;
  readonly streamSequence: number;
}

export interface CheckpointRecord {
  /** Last journal sequence that is in it. */
  readonly sequence: number;
  /** As `checkpointSession` wrote it. */
  readonly session: unknown;
}

/** One outcome for one handler: an outbox row. */
export interface StoredOutcome {
  /** Idempotency key of the delivery. */
  readonly id: string;
  readonly arbiter: string;
  readonly key: string;
  readonly rule: string;
  readonly name: string;
  readonly params: ValueRecord;
  /** Instant of the decision, in ms. */
  readonly at: number;
  readonly handler: string;
  /** As written in the rule text; empty when the kind takes none. */
  readonly target: string;
  /** How often a failed delivery is tried again; absent leaves it to the limits. */
  readonly retries?: number;
  /** Before the first retry, in ms; absent leaves it to the limits. */
  readonly backoffMs?: number;
}

/** The bundle that a data directory belongs to. */
export interface ActiveBundle {
  readonly digest: string;
  readonly name: string;
}

const lane = { type: 'object', props: { arbiter: 'string', key: 'string' } };
const origin = {
  type: 'object',
  nullable: true,
  props: { incarnation: 'string', sequence: 'number', id: 'string' },
};

export const isAuditHead = checked<AuditHead>({ sequence: 'number', hash: 'string' });
export const isAuditRow = checked<AuditRow>({
  sequence: 'number',
  previous: 'string',
  hash: 'string',
  entry: { type: 'object', props: { kind: 'string', at: 'number' } },
});
export const isJournalRecord = checked<JournalRecord>({
  lane,
  sequence: 'number',
  now: 'number',
  command: { type: 'object', props: { kind: { type: 'enum', values: ['assert', 'retract', 'tick'] } } },
  origin,
});
export const isLaneRecord = checked<LaneRecord>({
  sequence: 'number',
  now: 'number',
  due: { type: 'number', nullable: true },
  incarnation: 'string',
  streamSequence: 'number',
});
export const isCheckpointRecord = checked<CheckpointRecord>({ sequence: 'number', session: 'object' });
export const isStoredOutcome = checked<StoredOutcome>({
  id: 'string',
  arbiter: 'string',
  key: 'string',
  rule: 'string',
  name: 'string',
  params: 'object',
  at: 'number',
  handler: 'string',
  target: 'string',
  retries: { type: 'number', optional: true },
  backoffMs: { type: 'number', optional: true },
});
export const isPosition = checked<Position>({
  incarnation: 'string',
  sequence: 'number',
  frontier: 'number',
});
export const isActiveBundle = checked<ActiveBundle>({ digest: 'string', name: 'string' });

function checked<Content>(shape: ValidationSchema) {
  const check = new Validator().compile(shape);
  return (json: unknown): json is Content =>
    typeof json === 'object' && json !== null && check(json) === true;
}
