/** Every delivery is asked for by a committed decision, or is the dead letter of a recorded failure, with the recorded content. */
import { DEAD_LETTER, targetOf } from '#actors/delivery/target.js';
import type { ObservedDelivery } from '../observation/delivery.ts';
import { deliveryKey, type Observation } from '../observation/observation.ts';

export function checkNothingInvented({ expected, ledger, audit }: Observation): string | null {
  const letters = new Set(
    audit.flatMap(({ entry }) => {
      if (entry.kind !== 'undeliverable' && entry.kind !== 'dead-letter') return [];
      return [deliveryKey({ target: targetOf({ handler: DEAD_LETTER, target: entry.arbiter }), id: entry.subject })];
    }),
  );
  for (const delivery of ledger.deliveries) {
    const key = deliveryKey(delivery);
    if (letters.has(key)) continue;
    const asked = expected.get(key);
    if (asked === undefined) return `no committed decision asks for the delivery ${key} (${delivery.name})`;
    if (!isAsAsked(delivery, asked)) return `${key} was delivered as ${delivery.content}, decided as ${JSON.stringify(asked)}`;
  }
  return null;
}

type Comparable = Pick<ObservedDelivery, 'arbiter' | 'key' | 'name' | 'params'>;

function isAsAsked(delivery: Comparable, asked: Comparable): boolean {
  const { arbiter, key, name, params } = asked;
  return delivery.arbiter === arbiter && delivery.key === key && delivery.name === name && delivery.params === params;
}
