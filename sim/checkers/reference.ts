/**
 * Under event time faults must not change what is decided: each arbiter whose streams all carry their instants makes exactly
 * the decisions, and so the outcomes, that it makes of the same stream without faults.
 */
import { isEventTime } from '#actors/session/decide.js';
import type { AuditRow } from '#engine/audit/chain.js';
import type { Observation } from '../observation/observation.ts';

export function checkReference({ program, audit, reference }: Observation): string | null {
  if (reference === null) return null;
  const arbiters = new Set(program.arbiters.filter(isEventTime).map(({ name }) => name));
  const digests = digestsOf(audit, arbiters);
  const wanted = digestsOf(reference, arbiters);
  for (const [place, digest] of wanted) {
    if (!digests.has(place)) return `without faults there is a decision ${place}`;
    if (digests.get(place) !== digest) return `without faults decision ${place} is another one`;
  }
  const surplus = [...digests.keys()].find((place) => !wanted.has(place));
  return surplus === undefined ? null : `without faults there is no decision ${surplus}`;
}

/** By lane and journal sequence. */
function digestsOf(audit: readonly AuditRow[], arbiters: ReadonlySet<string>): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { entry } of audit) {
    if (entry.kind !== 'decision' || !arbiters.has(entry.arbiter)) continue;
    digests.set(`${entry.sequence} of lane ${entry.arbiter}/${entry.key}`, entry.decisionDigest);
  }
  return digests;
}
