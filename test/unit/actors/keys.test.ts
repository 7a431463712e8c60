/** The key layout: text order is the intended order, and a prefix is a range that takes no neighbour. */
import fc from 'fast-check';
import t from 'tap';
import * as keys from '#actors/keys.js';
import type { Range } from '#actors/ports.js';

const lane = { arbiter: 'monitor', key: 'New Zealand' };
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });

function holds({ from, to }: Range, key: string): boolean {
  return key >= from && key < to;
}

void t.test('keys are printable and injective', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(name, name, name, name, (a, b, c, d) => {
        const one = keys.memoryKey({ arbiter: 'x', key: a }, b, c);
        const other = keys.memoryKey({ arbiter: 'x', key: a }, b, d);
        return (
          /^[\x20-\x7e]+$/.test(one) && (one === other) === (Buffer.from(c).equals(Buffer.from(d)) || c === d)
        );
      }),
      { seed: 3, numRuns: 1000 },
    ),
  );
  t.end();
});

void t.test('sequences and instants order as numbers', (t) => {
  const sequences = [0, 1, 9, 10, 99, 1_000_000, 1_517_932_242_000, Number.MAX_SAFE_INTEGER];
  const journal = sequences.map((sequence) => keys.journalKey(lane, sequence));
  t.same([...journal].sort(), journal);
  const timers = sequences.map((due) => keys.timerKey(lane, due));
  t.same([...timers].sort(), timers);
  t.end();
});

void t.test('ranges take what they say and nothing beside it', (t) => {
  const neighbour = { arbiter: 'monitor', key: 'New Zealand 2' };
  const behind = keys.lanesAfter(lane, 5, 10);
  t.notOk(holds(behind, keys.journalKey(lane, 5)));
  t.ok(holds(behind, keys.journalKey(lane, 6)));
  t.notOk(holds(behind, keys.journalKey(neighbour, 6)), 'a lane whose name begins the same');
  t.ok(holds(keys.timersUntil('monitor', 100, 10), keys.timerKey(lane, 100)));
  t.notOk(holds(keys.timersUntil('monitor', 100, 10), keys.timerKey(lane, 101)));
  t.notOk(holds(keys.timersOf('monitor', 10), keys.timerKey({ arbiter: 'monitor2', key: 'x' }, 1)));
  t.ok(holds(keys.outboxUpTo('nats', 7, 10), keys.outboxKey('nats', 7, 3)));
  t.notOk(holds(keys.outboxUpTo('nats', 7, 10), keys.outboxKey('nats', 8, 0)));
  t.notOk(holds(keys.outboxOf('audit a.jsonl', 10), keys.outboxKey('audit a.jsonl2', 1, 0)));
  t.ok(holds(keys.everything(10), keys.laneKey(lane)));
  t.notOk(holds(keys.everything(10, keys.auditKey(4)), keys.auditKey(4)));
  t.ok(holds(keys.everything(10, keys.auditKey(4)), keys.auditKey(5)));
  t.end();
});
