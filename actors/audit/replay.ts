/**
 * Re-execution of everything: each lane's journal through a fresh session of the recorded bundle, each decision compared
 * with the stored one byte for byte.
 */
import { scopeOf } from '#engine/arbiter/scope.js';
import { type DecisionPlace, decisionBytes, decisionOf } from '#engine/decision.js';
import { Session } from '#engine/session/session.js';
import type { CompiledArbiter, Program } from '#lang/bytecode/program.js';
import { decodeToken } from '#streams/subjects.js';
import type { Lane } from '#streams/ports.js';
import { journalKey } from '../keys.ts';
import type { SystemLimits } from '../limits.ts';
import type { Store } from '../ports.ts';
import { commandOf, readJournal, sessionOptions } from '../session/restore.ts';
import { entriesOf } from './verify.ts';

export interface Replay {
  readonly lanes: number;
  readonly decisions: number;
  /** Decisions that came out differently; at most `DIFFERENCES_MAX`. */
  readonly differences: readonly DecisionPlace[];
}

interface Replaying {
  readonly store: Store;
  readonly program: Program;
  readonly bundle: string;
  readonly limits: SystemLimits;
}

const DIFFERENCES_MAX = 100;

export function replayDecisions(replaying: Replaying): Replay {
  const differences: DecisionPlace[] = [];
  let lanes = 0;
  let decisions = 0;
  for (const { key } of entriesOf(replaying.store, 'lane')) {
    const lane = laneOf(key);
    const arbiter = replaying.program.arbiters.find(({ name }) => name === lane.arbiter);
    if (arbiter === undefined || lane.key === '') continue;
    lanes += 1;
    for (const { place, equal } of replayLane(replaying, arbiter, lane)) {
      decisions += 1;
      if (!equal && differences.length < DIFFERENCES_MAX) differences.push(place);
    }
  }
  return { lanes, decisions, differences };
}

interface Compared {
  readonly place: DecisionPlace;
  readonly equal: boolean;
}

function* replayLane(
  { store, program, bundle, limits }: Replaying,
  arbiter: CompiledArbiter,
  lane: Lane,
): Generator<Compared> {
  const session = new Session(scopeOf(program, arbiter), sessionOptions(arbiter, lane, limits));
  for (const record of readJournal(store, lane, 0)) {
    const command = commandOf(record);
    const place = { bundle, ...lane, sequence: record.sequence };
    const bytes = decisionBytes(decisionOf(place, command, session.apply(command, record.now)));
    const stored = store.get('decision', journalKey(lane, record.sequence));
    yield { place, equal: stored !== undefined && Buffer.compare(bytes, stored) === 0 };
  }
}

function laneOf(key: string): Lane {
  const [arbiter = '', lane = ''] = key.split('/').map((token) => decodeToken(token) ?? '');
  return { arbiter, key: lane };
}
