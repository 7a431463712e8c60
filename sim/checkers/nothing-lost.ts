/** Every outcome of a committed decision reached each target that a handler names, or was given up with a dead letter. */
import { DEAD_LETTER } from '#actors/delivery/target.js';
import { everything } from '#actors/keys.js';
import { deliveryKey, type Observation } from '../observation/observation.ts';

export function checkNothingLost({ expected, ledger, audit, store }: Observation): string | null {
  const delivered = new Set(ledger.deliveries.map(deliveryKey));
  const givenUp = new Set<string>();
  for (const { entry } of audit) {
    if (entry.kind !== 'undeliverable' && entry.kind !== 'dead-letter') continue;
    const letter = { target: `${DEAD_LETTER} ${entry.arbiter}`, id: entry.subject };
    if (!delivered.has(deliveryKey(letter))) return `the dead letter ${letter.id} of ${entry.arbiter} was not delivered`;
    if (entry.kind === 'undeliverable') givenUp.add(deliveryKey({ target: entry.target, id: entry.subject }));
  }
  for (const [key, { name, arbiter }] of expected) {
    if (!delivered.has(key) && !givenUp.has(key)) return `outcome ${name} of ${arbiter} was not delivered: ${key}`;
  }
  const [left] = store.range('outbox', everything(1));
  return left === undefined ? null : `the outbox still holds ${left.key}`;
}
