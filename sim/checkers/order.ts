/**
 * Order per lane: the journal follows the stream, instants never run backwards, and each target learns of a lane's outcomes
 * in the order of its journal. Repetitions may come later; calls for one target never overlap.
 */
import { deliveryKey } from '../observation/delivery.ts';
import type { Observation } from '../observation/observation.ts';
import type { ReplayedLane } from '../observation/replay.ts';

export function checkOrder({ lanes, expected, ledger }: Observation): string | null {
  const [overlap] = ledger.overlaps;
  if (overlap !== undefined) return `a delivery to ${overlap} began before the one before it was answered`;
  for (const lane of lanes) {
    const fault = journalFault(lane);
    if (fault !== null) return fault;
  }
  const reached = new Map<string, number>();
  const seen = new Set<string>();
  for (const delivery of ledger.deliveries) {
    const key = deliveryKey(delivery);
    const asked = expected.get(key);
    if (asked === undefined || seen.has(key)) continue;
    seen.add(key);
    const line = `${asked.target} of lane ${asked.arbiter}/${asked.key}`;
    if (asked.position < (reached.get(line) ?? 0)) return `${key} reached ${line} after later outcomes`;
    reached.set(line, asked.position);
  }
  return null;
}

function journalFault({ lane, steps }: ReplayedLane): string | null {
  let streamSequence = 0;
  let instant = 0;
  for (const { record } of steps) {
    const name = `record ${record.sequence} of lane ${lane.arbiter}/${lane.key}`;
    if (record.now < instant) return `${name} is decided at ${record.now}, after ${instant}`;
    instant = record.now;
    if (record.origin === null) continue;
    if (record.origin.sequence <= streamSequence)
      return `${name} holds message ${record.origin.sequence} after ${streamSequence}`;
    streamSequence = record.origin.sequence;
  }
  return null;
}
