/**
 * What a lane does next for a task: ticks that are due by the task's frontier come first, one step each, then the command
 * itself. Timers therefore run before whatever happened after them, however late the lane gets to it.
 */
import { assert } from '#engine/assert.js';
import type { Command } from '#engine/session/command.js';
import { valueFromJson } from '#engine/json.js';
import { isRecord, type ValueRecord } from '#engine/value.js';
import type { CompiledArbiter } from '#lang/bytecode/program.js';
import { decodeRecord } from '#streams/codec/record.js';
import type { FactCommand, Lane, Origin, Position } from '#streams/ports.js';
import { journalKey, seenKey } from '../keys.ts';
import type { Store } from '../ports.ts';
import { isJournalRecord, type LaneRecord } from '../records.ts';
import { type Recorder, type Recording, recordStep } from './recording.ts';
import type { RestoredLane } from './restore.ts';

export type Task =
  | { readonly kind: 'decide'; readonly command: FactCommand; readonly position: Position | null }
  | { readonly kind: 'wake'; readonly frontier: number };

/** The next write of the lane, or `done` when nothing is left of the task. */
export type Next = Recording | 'done';

interface Deciding {
  readonly lane: Lane;
  readonly restored: RestoredLane;
  readonly recorder: Recorder;
  readonly store: Store;
}

export function decideNext(deciding: Deciding, task: Task): Next {
  const { session, record } = deciding.restored;
  if (task.kind === 'decide' && isSettled(deciding.store, deciding.lane, record, task.command.origin))
    return 'done';
  const frontier = task.kind === 'decide' ? task.command.frontier : task.frontier;
  const due = session.dueBy(frontier, isEventTime(deciding.recorder.arbiter) ? 'every' : 'last');
  if (due !== null) return decide(deciding, { kind: 'tick', missed: due.missed }, due.at, null, null);
  if (task.kind === 'decide') {
    const { command, position } = task;
    return decide(
      deciding,
      engineCommand(command),
      Math.max(command.at, session.now),
      command.origin,
      position,
    );
  }
  assert(record.due === null || record.due > frontier, 'a lane without due ticks has no due timer');
  return 'done';
}

/** Whether the effect of a message is already in the lane: by stream position, or by message id. */
export function isSettled(store: Store, lane: Lane, record: LaneRecord, origin: Origin): boolean {
  if (origin.incarnation === record.incarnation && origin.sequence <= record.streamSequence) return true;
  return origin.id !== '' && store.get('seen', seenKey(lane, origin.id)) !== undefined;
}

function decide(
  { lane, restored, recorder, store }: Deciding,
  command: Command,
  now: number,
  origin: Origin | null,
  position: Position | null,
): Recording {
  const { session, record: before } = restored;
  const step = session.apply(command, now);
  const forgotten =
    origin === null ? null : findForgotten(store, lane, before.sequence + 1 - recorder.limits.seenMax);
  return recordStep(recorder, { lane, before, command, origin, position, session, step, forgotten });
}

/** The message id of the journal record that leaves the window of remembered ones. */
function findForgotten(store: Store, lane: Lane, sequence: number): string | null {
  const bytes = sequence < 1 ? undefined : store.get('journal', journalKey(lane, sequence));
  if (bytes === undefined) return null;
  const id = decodeRecord(`journal record ${journalKey(lane, sequence)}`, bytes, isJournalRecord).origin?.id;
  return id === undefined || id === '' ? null : id;
}

/** Whether the arbiter's time is that of its facts, and not of their delivery. */
export function isEventTime(arbiter: CompiledArbiter): boolean {
  return arbiter.streams.length > 0 && arbiter.streams.every((stream) => stream.at !== null);
}

function engineCommand({ kind, type, key, fields }: FactCommand): Command {
  return kind === 'retract' ? { kind, type, key } : { kind, type, key, fields: recordOf(fields) };
}

function recordOf(fields: FactCommand['fields']): ValueRecord {
  const value = valueFromJson(fields);
  assert(value !== undefined && isRecord(value), 'decoded fields are a record');
  return value;
}
