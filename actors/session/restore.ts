/**
 * Recovery of one lane: its checkpoint, then the journal behind it, each command at its recorded instant. The result
 * is the session that wrote them; a lane that cannot be read stops with a fault instead of deciding on a guess.
 */
import { scopeOf } from '#engine/arbiter/scope.js';
import { assert } from '#engine/assert.js';
import { policyOf } from '#engine/session/policy.js';
import { restoreSession } from '#engine/session/restore.js';
import type { Command } from '#engine/session/command.js';
import { type Progress, Session, type SessionOptions } from '#engine/session/session.js';
import { valueFromJson } from '#engine/json.js';
import { isRecord } from '#engine/value.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';
import { decodeRecord } from '#streams/codec/record.js';
import { Fault } from '#streams/faults.js';
import type { Lane } from '#streams/ports.js';
import { laneKey, lanesAfter } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Store } from '../ports.ts';
import {
  isCheckpointRecord,
  isJournalRecord,
  isLaneRecord,
  type JournalRecord,
  type LaneRecord,
} from '../records.ts';

export interface RestoredLane {
  readonly session: Session;
  readonly record: LaneRecord;
}

const UNBORN: LaneRecord = { sequence: 0, now: -1, due: null, incarnation: '', streamSequence: 0 };
const JOURNAL_PAGE = 512;
/** Of a lane that waits for its first tick; see `planted.ts`. */
const NEW: Omit<Progress, 'now'> = { rounds: 0, isQuiet: false, isEnvelopeRead: true };

interface Restoring {
  readonly store: Store;
  readonly program: Program;
  readonly arbiter: CompiledArbiter;
  readonly limits: SystemLimits;
}

export function restoreLane(restoring: Restoring, lane: Lane): RestoredLane {
  const record = readLane(restoring.store, lane);
  const { session, sequence } = readCheckpoint(restoring, lane);
  let last = sequence;
  if (record.sequence === 0 && record.now >= 0) session.resume({ ...NEW, now: record.now });
  for (const entry of readJournal(restoring.store, lane, sequence)) {
    session.apply(commandOf(entry), entry.now);
    last = entry.sequence;
  }
  assert(last === record.sequence, 'the journal of a lane ends where the lane record says');
  assert(session.now === record.now, 'a restored session stands at the instant of its last command');
  return { session, record };
}

/** What rules of the lane see beside its facts. */
export function sessionOptions(arbiter: CompiledArbiter, lane: Lane, limits: SystemLimits): SessionOptions {
  const partition = valueFromJson({ key: lane.key, arbiter: lane.arbiter }) ?? null;
  return {
    envelope: Object.assign(Object.create(null), { partition }),
    policy: policyOf(arbiter),
    limits: limits.engine,
  };
}

export function readLane(store: Store, lane: Lane): LaneRecord {
  const bytes = store.get('lane', laneKey(lane));
  return bytes === undefined
    ? UNBORN
    : decodeRecord(`the record of lane ${laneKey(lane)}`, bytes, isLaneRecord);
}

/** Journal records of a lane behind a sequence, in order. */
export function* readJournal(store: Store, lane: Lane, after: number): Generator<JournalRecord> {
  let last = after;
  for (;;) {
    const page = store.range('journal', lanesAfter(lane, last, JOURNAL_PAGE));
    for (const { key, value } of page) {
      const record = decodeRecord(`journal record ${key}`, value, isJournalRecord);
      assert(record.sequence === last + 1, 'a journal has no gaps');
      last = record.sequence;
      yield record;
    }
    if (page.length < JOURNAL_PAGE) return;
  }
}

/** The command as the session wants it: fields without prototypes. */
export function commandOf({ command }: JournalRecord): Command {
  if (command.kind !== 'assert') return command;
  const fields = valueFromJson(command.fields);
  assert(fields !== undefined && isRecord(fields), 'journaled fields are a record');
  return { ...command, fields };
}

function readCheckpoint({ store, program: whole, arbiter, limits }: Restoring, lane: Lane) {
  const program = scopeOf(whole, arbiter);
  const options = sessionOptions(arbiter, lane, limits);
  const bytes = store.get('checkpoint', laneKey(lane));
  if (bytes === undefined) return { session: new Session(program, options), sequence: 0 };
  const what = `the checkpoint of lane ${laneKey(lane)}`;
  const record = decodeRecord(what, bytes, isCheckpointRecord);
  const restored = restoreSession(program, record.session, options);
  if (restored.kind === 'refused')
    throw new Fault('store/corrupt', { values: { what, reason: restored.reason } });
  return { session: restored.session, sequence: record.sequence };
}
