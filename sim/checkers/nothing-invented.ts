/** Every delivery is asked for by a committed decision, or is the dead letter of a recorded failure, with the recorded content. */
import { deliveryKey, type ObservedDelivery } from '../observation/delivery.ts';
import { type ExpectedDelivery, lettersOf, type Observation } from '../observation/observation.ts';

export function checkNothingInvented({ expected, ledger, audit }: Observation): string | null {
  const letters = lettersOf(audit);
  for (const delivery of ledger.deliveries) {
    const { standsFor, name, content } = delivery;
    if (standsFor !== '') {
      if (!letters.has(standsFor)) return `no recorded failure asks for the dead letter of ${standsFor}`;
      continue;
    }
    const key = deliveryKey(delivery);
    const asked = expected.get(key);
    if (asked === undefined) return `no committed decision asks for the delivery ${key} (${name})`;
    if (!isAsAsked(delivery, asked))
      return `${key} was delivered as ${content}, decided as ${JSON.stringify(asked)}`;
  }
  return null;
}

function isAsAsked({ arbiter, key, name, params }: ObservedDelivery, asked: ExpectedDelivery): boolean {
  return arbiter === asked.arbiter && key === asked.key && name === asked.name && params === asked.params;
}
