/** Every lane in a store, decided again from its journal alone: what the records must agree with. */
import type { Store } from '#actors';
import { everything, journalKey } from '#actors/keys.js';
import type { SystemLimits } from '#actors';
import type { JournalRecord } from '#actors/records.js';
import { commandOf, readJournal, sessionOptions } from '#actors/session/restore.js';
import { scopeOf } from '#engine/arbiter/scope.js';
import { assert } from '#engine/assert.js';
import { type Decision, decisionOf } from '#engine/decision.js';
import { Session } from '#engine/session/session.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';
import type { Lane } from '#streams/ports.js';
import { decodeToken } from '#streams/subjects.js';

export interface ReplayedStep {
  readonly record: JournalRecord;
  readonly decision: Decision;
  /** Rows as they are stored. */
  readonly journalBytes: Uint8Array;
  readonly decisionBytes: Uint8Array | undefined;
}

export interface ReplayedLane {
  readonly lane: Lane;
  readonly arbiter: CompiledArbiter;
  readonly session: Session;
  readonly steps: readonly ReplayedStep[];
}

export interface Replaying {
  readonly store: Store;
  readonly program: Program;
  /** Digest. */
  readonly bundle: string;
  readonly limits: SystemLimits;
}

export function replayLanes(replaying: Replaying): readonly ReplayedLane[] {
  return replaying.store.range('lane', everything(Number.MAX_SAFE_INTEGER)).map(({ key }) => {
    const [arbiter, lane] = key.split('/').map((token) => decodeToken(token));
    assert(arbiter !== undefined && lane !== undefined, 'lanes have keys of the key layout');
    return replayLane(replaying, { arbiter, key: lane });
  });
}

function replayLane({ store, program, bundle, limits }: Replaying, lane: Lane): ReplayedLane {
  const arbiter = program.arbiters.find(({ name }) => name === lane.arbiter);
  assert(arbiter !== undefined, 'lanes belong to arbiters of the program');
  const session = new Session(scopeOf(program, arbiter), sessionOptions(arbiter, lane, limits));
  const steps = [...readJournal(store, lane, 0)].map((record): ReplayedStep => {
    const { sequence, now } = record;
    const command = commandOf(record);
    const decision = decisionOf({ bundle, ...lane, sequence }, command, session.apply(command, now));
    const key = journalKey(lane, sequence);
    const journalBytes = store.get('journal', key);
    assert(journalBytes !== undefined, 'a journal record that was read is there');
    return { record, decision, journalBytes, decisionBytes: store.get('decision', key) };
  });
  return { lane, arbiter, session, steps };
}
