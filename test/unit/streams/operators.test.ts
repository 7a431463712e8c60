/** The operators of the fact pipeline, each alone. */
import { from, lastValueFrom, Subject, toArray } from 'rxjs';
import t from 'tap';
import { advanceFrontier } from '#streams/operators/advance-frontier.js';
import { byLane } from '#streams/operators/by-lane.js';
import { resequence } from '#streams/operators/resequence.js';
import { PositionTracker } from '#streams/operators/track-position.js';
import { delivery } from '../../harness/deliveries.ts';

void t.test('resequence restores stream order and lets repetitions pass', async (t) => {
  const arriving = [2, 1, 1, 4, 3, 2, 5].map((ordinal) => delivery(ordinal));
  const ordered = await lastValueFrom(from(arriving).pipe(resequence(), toArray()));
  t.same(
    ordered.map(({ ordinal }) => ordinal),
    [1, 2, 1, 3, 4, 2, 5],
  );
});

void t.test('the frontier never goes back', async (t) => {
  const instants = [5, 3, null, 9, 7];
  const stream = from(instants.map((content, index) => ({ delivery: delivery(index + 1), content })));
  const seen = await lastValueFrom(
    stream.pipe(
      advanceFrontier<number | null>(4, (instant) => instant),
      toArray(),
    ),
  );
  t.same(
    seen.map(({ frontier }) => frontier),
    [5, 5, 5, 9, 9],
  );
});

void t.test('lanes are serial within and concurrent between', async (t) => {
  const source = new Subject<string>();
  const log: string[] = [];
  const release = new Map<string, () => void>();
  const done = lastValueFrom(
    source.pipe(
      byLane({
        laneOf: (item) => item.slice(0, 1),
        perform: (item) => {
          log.push(`start ${item}`);
          return new Promise<string>((resolve) => release.set(item, () => resolve(item)));
        },
      }),
      toArray(),
    ),
  );
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  for (const item of ['a1', 'a2', 'b1']) source.next(item);
  t.same(log, ['start a1', 'start b1'], 'a2 waits for a1, b1 does not');
  release.get('b1')?.();
  release.get('a1')?.();
  await settle();
  t.same(log, ['start a1', 'start b1', 'start a2']);
  source.complete();
  release.get('a2')?.();
  t.same(await done, ['b1', 'a1', 'a2']);
});

void t.test('a failing task ends the stream', async (t) => {
  const failing = from(['a']).pipe(
    byLane({ laneOf: () => 'l', perform: () => Promise.reject(new Error('no')) }),
  );
  await t.rejects(lastValueFrom(failing), /no/);
});

void t.test('the position waits for the slowest and ignores repetitions', (t) => {
  const tracker = new PositionTracker(null);
  const three = [1, 2, 3].map((ordinal) => delivery(ordinal, { sequence: ordinal * 10 }));
  three.forEach((each, index) => tracker.admit(each, index * 100));
  t.equal(tracker.position, null);
  const [first, second, third] = three;
  if (first === undefined || second === undefined || third === undefined) return t.end();
  tracker.settle(second);
  t.equal(tracker.position, null);
  tracker.settle(first);
  t.same(tracker.position, { incarnation: 'life', sequence: 20, frontier: 100 });
  tracker.admit(second, 500);
  t.equal(tracker.inFlight, 1, 'what is behind the position is not admitted again');
  tracker.settle(third);
  t.same(tracker.position, { incarnation: 'life', sequence: 30, frontier: 200 });
  return t.end();
});
