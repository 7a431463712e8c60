/**
 * Restores stream order by ordinal: an early delivery waits for the ones before it, a repetition passes at once. Event time
 * needs this (see advance-frontier.ts). At most the credit of the source is held, because what is held is not settled.
 */
import { type MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { Delivery } from '../ports.ts';

export function resequence(): MonoTypeOperatorFunction<Delivery> {
  return (source) =>
    new Observable((subscriber) => {
      const early = new Map<number, Delivery>();
      let expected = 1;
      return source.subscribe({
        next(delivery) {
          if (delivery.ordinal < expected) return subscriber.next(delivery);
          early.set(delivery.ordinal, delivery);
          for (let ready = early.get(expected); ready !== undefined; ready = early.get(expected)) {
            early.delete(expected);
            expected += 1;
            subscriber.next(ready);
          }
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
    });
}
