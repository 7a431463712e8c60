/** Every outcome of a committed decision reached each target that a handler names, or was given up with a dead letter. */
import { everything } from '#actors/keys.js';
import { deliveryKey } from '../observation/delivery.ts';
import { lettersOf, type Observation } from '../observation/observation.ts';

export function checkNothingLost({ expected, ledger, audit, store }: Observation): string | null {
  const delivered = new Set(ledger.deliveries.map(deliveryKey));
  const lettered = new Set(ledger.deliveries.map(({ standsFor }) => standsFor));
  const letters = lettersOf(audit);
  for (const letter of letters)
    if (!lettered.has(letter)) return `no dead letter for ${letter} was delivered`;
  for (const [key, { name, arbiter }] of expected) {
    if (!delivered.has(key) && !letters.has(key))
      return `outcome ${name} of ${arbiter} was not delivered: ${key}`;
  }
  const [left] = store.range('outbox', everything(1));
  return left === undefined ? null : `the outbox still holds ${left.key}`;
}
