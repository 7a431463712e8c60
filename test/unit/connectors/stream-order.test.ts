/** Goal: nothing is emitted out of stream order, whatever a consumer loses, repeats or forgets. */
import fc from 'fast-check';
import t from 'tap';
import { StreamOrder } from '#connectors/nats/stream-order.js';

const first = (streamSequence: number, deliverySequence: number) => ({
  streamSequence,
  deliverySequence,
  deliveryCount: 1,
});
const again = (streamSequence: number, deliverySequence: number) => ({
  streamSequence,
  deliverySequence,
  deliveryCount: 2,
});

void t.test('in order: ordinals without a gap, also where the stream has holes', (t) => {
  const order = new StreamOrder<string>(null);
  t.equal(order.begin('life 1'), 1);
  t.same(order.admit(first(3, 1), 'a'), { kind: 'next', ordinal: 1 });
  t.same(order.admit(first(9, 2), 'b'), { kind: 'next', ordinal: 2 });
  t.equal(order.lastOrdinal, 2);
  t.end();
});

void t.test('starts behind a position of the same life, and at the beginning of another', (t) => {
  t.equal(new StreamOrder({ incarnation: 'life 1', sequence: 7 }).begin('life 1'), 8);
  t.equal(new StreamOrder({ incarnation: 'life 1', sequence: 7 }).begin('life 2'), 1);
  t.end();
});

void t.test('a repetition settles with its latest message, once', (t) => {
  const order = new StreamOrder<string>(null);
  order.begin('life 1');
  order.admit(first(1, 1), 'early');
  t.same(order.admit(again(1, 2), 'late'), { kind: 'held' });
  t.equal(order.release(1, 1), 'late');
  t.equal(order.release(1, 1), null);
  t.same(order.admit(again(1, 3), 'later'), { kind: 'settled', message: 'later' });
  t.end();
});

void t.test('what was missed is a gap: a jump, or a repetition of something never seen', (t) => {
  const jumped = new StreamOrder<string>(null);
  jumped.begin('life 1');
  jumped.admit(first(1, 1), 'a');
  t.same(jumped.admit(first(3, 3), 'c'), { kind: 'gap' });
  const repeated = new StreamOrder<string>(null);
  repeated.begin('life 1');
  t.same(repeated.admit(again(1, 1), 'a'), { kind: 'gap' });
  t.end();
});

void t.test('a consumer made again starts at the oldest that is not settled', (t) => {
  const order = new StreamOrder<string>(null);
  order.begin('life 1');
  for (const sequence of [1, 2, 3]) order.admit(first(sequence, sequence), `m${sequence}`);
  order.release(1, 1);
  order.release(3, 3);
  t.equal(order.begin('life 1'), 2);
  t.same(order.admit(first(2, 1), 'm2 again'), { kind: 'held' });
  t.same(order.admit(first(3, 2), 'm3 again'), { kind: 'settled', message: 'm3 again' });
  t.same(order.admit(first(4, 3), 'm4'), { kind: 'next', ordinal: 4 });
  t.equal(order.release(2, 2), 'm2 again');
  t.end();
});

void t.test('a stream that was made again: sequences begin anew, ordinals go on', (t) => {
  const order = new StreamOrder<string>(null);
  order.begin('life 1');
  order.admit(first(1, 1), 'old');
  t.equal(order.begin('life 2'), 1);
  t.same(order.admit(first(1, 1), 'fresh'), { kind: 'next', ordinal: 2 });
  t.equal(order.release(1, 1), null, 'the one of the earlier life has nothing to settle');
  t.equal(order.release(1, 2), 'fresh');
  t.end();
});

/** A consumer in miniature: any loss, repetition and restart, then reading on until the end. */
void t.test('property: every message once, in order, and all of them', (t) => {
  const step = fc.constantFrom('deliver', 'lose', 'repeat', 'restart', 'settle');
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const total = 20;
      const emitted: number[] = [];
      const order = new StreamOrder<number>(null);
      const seen = new Map<number, number>();
      let next = order.begin('life');
      let delivery = 0;
      const restart = (): void => {
        next = order.begin('life');
        delivery = 0;
        seen.clear();
      };
      const deliver = (sequence: number): void => {
        delivery += 1;
        const deliveryCount = (seen.get(sequence) ?? 0) + 1;
        seen.set(sequence, deliveryCount);
        const verdict = order.admit(
          { streamSequence: sequence, deliverySequence: delivery, deliveryCount },
          sequence,
        );
        if (verdict.kind === 'next') emitted.push(sequence);
        if (verdict.kind === 'gap') restart();
      };
      const act = (kind: string): void => {
        if (kind === 'settle')
          for (const [ordinal, sequence] of emitted.entries()) order.release(sequence, ordinal + 1);
        else if (kind === 'restart') restart();
        else if (kind === 'repeat' && next > 1) deliver(next - 1);
        else if (next > total) return;
        else if (kind === 'lose') {
          seen.set(next, 1);
          delivery += 1;
          next += 1;
        } else deliver(next++);
      };
      steps.forEach(act);
      restart();
      while (next <= total) deliver(next++);
      return emitted.length === total && emitted.every((sequence, index) => sequence === index + 1);
    }),
    { seed: 7, numRuns: 500 },
  );
  t.pass('500 histories');
  t.end();
});
