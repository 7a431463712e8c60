/**
 * One command at a time in a lane, lanes concurrent: the operator that makes order per key. A lane exists while it has work;
 * how much there is in all is bounded by the credit of the source.
 */
import { Observable, type OperatorFunction } from 'rxjs';

interface Ordering<Item, Result> {
  readonly laneOf: (item: Item) => string;
  /** Called for the next item of a lane when the previous one's promise has resolved. A rejection ends the stream. */
  readonly perform: (item: Item) => Promise<Result>;
}

export function byLane<Item, Result>({
  laneOf,
  perform,
}: Ordering<Item, Result>): OperatorFunction<Item, Result> {
  return (source) =>
    new Observable((subscriber) => {
      const lanes = new Map<string, Item[]>();
      let completed = false;

      const run = async (lane: string, queue: Item[]): Promise<void> => {
        for (let index = 0; index < queue.length && !subscriber.closed; index++) {
          const item = queue[index];
          if (item !== undefined) subscriber.next(await perform(item));
        }
        lanes.delete(lane);
        if (completed && lanes.size === 0) subscriber.complete();
      };

      const subscription = source.subscribe({
        next(item) {
          const lane = laneOf(item);
          const queue = lanes.get(lane);
          if (queue !== undefined) {
            queue.push(item);
            return;
          }
          const started = [item];
          lanes.set(lane, started);
          run(lane, started).catch((error: unknown) => subscriber.error(error));
        },
        error: (error: unknown) => subscriber.error(error),
        complete() {
          completed = true;
          if (lanes.size === 0) subscriber.complete();
        },
      });
      return subscription;
    });
}
