/**
 * A lane that waits for the first time of a schedule. Lanes are born by their first decision, and a schedule decides nothing before its
 * time; so that it is woken then, the lane and its timer are written when the system starts for the first time.
 */
import { canonicalBytes } from '#engine/audit/canonical.js';
import { policyOf } from '#engine/session/policy.js';
import { nextTick } from '#engine/session/ticks.js';
import type { CompiledArbiter } from '#lang/bytecode/program.js';
import { SINGLE_LANE } from '#streams/codec/fact.js';
import type { DecisionLog } from '../decision-log.ts';
import { laneKey, timerKey } from '../keys.ts';
import type { LaneRecord } from '../records.ts';
import { isEventTime } from './decide.ts';

/** Does nothing for a lane that there is, nor for arbiters that a poll begins, or facts: those with event time or a lane for each key. */
export async function plantLane(log: DecisionLog, arbiter: CompiledArbiter, now: number): Promise<void> {
  const lane = { arbiter: arbiter.name, key: SINGLE_LANE };
  const isPartitioned = arbiter.streams.some((stream) => stream.by !== null);
  const isBegun = arbiter.pollMs > 0 || isPartitioned || isEventTime(arbiter);
  if (arbiter.schedules.length === 0 || isBegun) return;
  if (log.store.get('lane', laneKey(lane)) !== undefined) return;
  const due = nextTick(policyOf(arbiter), now);
  if (due === null) return;
  const record: LaneRecord = { sequence: 0, now, due, incarnation: '', streamSequence: 0 };
  await log.append(() => ({
    entries: [],
    puts: [
      { table: 'lane', key: laneKey(lane), value: canonicalBytes(record) },
      { table: 'timer', key: timerKey(lane, due), value: new Uint8Array() },
    ],
    removes: [],
  }));
}
