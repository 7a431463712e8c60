/**
 * Recovery is exact: replaying a lane's whole journal gives the stored decisions to the byte, and ends in the same state as
 * restoring the lane as production does, from its checkpoint and the journal behind it.
 */
import { laneKey } from '#actors/keys.js';
import { restoreLane } from '#actors/session/restore.js';
import { decisionBytes } from '#engine/decision.js';
import { checkpointSession } from '#engine/session/checkpoint.js';
import type { Observation } from '../observation/observation.ts';
import type { ReplayedLane, ReplayedStep } from '../observation/replay.ts';

export function checkRestoredState(observation: Observation): string | null {
  for (const replayed of observation.lanes) {
    const fault = decisionFault(replayed) ?? stateFault(observation, replayed);
    if (fault !== null) return `lane ${replayed.lane.arbiter}/${replayed.lane.key}: ${fault}`;
  }
  return null;
}

function decisionFault({ steps }: ReplayedLane): string | null {
  const different = steps.find((step) => !isStored(step));
  return different === undefined
    ? null
    : `replaying record ${different.record.sequence} gives another decision than the stored one`;
}

function isStored({ decision, decisionBytes: stored }: ReplayedStep): boolean {
  return stored !== undefined && Buffer.from(decisionBytes(decision)).equals(stored);
}

function stateFault(
  { program, limits, store }: Observation,
  { lane, arbiter, session }: ReplayedLane,
): string | null {
  if (store.get('checkpoint', laneKey(lane)) === undefined) return null;
  const restored = restoreLane({ store, program, arbiter, limits }, lane);
  const isEqual = Buffer.from(checkpointSession(session)).equals(checkpointSession(restored.session));
  return isEqual ? null : 'the restored session differs from the uninterrupted one';
}
