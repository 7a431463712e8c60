/** No delivery is repeated with other content under the same id: receivers drop repetitions by id and would never see it. */
import { deliveryKey } from '../observation/delivery.ts';
import type { Observation } from '../observation/observation.ts';

export function checkConsistentContent({ ledger }: Observation): string | null {
  const contents = new Map<string, string>();
  for (const delivery of ledger.deliveries) {
    const key = deliveryKey(delivery);
    const known = contents.get(key);
    if (known !== undefined && known !== delivery.content)
      return `${key} was delivered as ${known} and as ${delivery.content}`;
    contents.set(key, delivery.content);
  }
  return null;
}
