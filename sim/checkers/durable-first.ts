/** Nothing leaves the process, no acknowledgement and no outcome, before what it rests on is durable. */
import type { Observation } from '../observation/observation.ts';

export function checkDurableFirst({ ledger }: Observation): string | null {
  return ledger.premature[0] ?? null;
}
