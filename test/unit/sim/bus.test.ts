/** The bus under faults: what it may do to messages, and what it may not. */
import fc from 'fast-check';
import t from 'tap';
import { BusConnection } from '#sim/bus/connection.js';
import { VirtualClock } from '#sim/clock.js';
import { type BusFaults, CALM_BUS } from '#sim/faults/bus.js';
import { Prng } from '#sim/prng.js';
import { MemoryBus } from '#streams/memory-bus.js';
import type { Delivery, OutboundMessage } from '#streams/ports.js';
import { Subjects } from '#streams/subjects.js';

const WILD: BusFaults = {
  ...CALM_BUS,
  delayChance: 0.5,
  delayMaxMs: 50,
  duplicateChance: 0.3,
  lostAckChance: 0.3,
  ackWaitMs: 20,
};

const subjects = new Subjects();
const CONSUMPTION = { arbiter: 'monitor', factTypes: ['Quake'], after: null, creditMax: 8 };

function bench(faults: BusFaults, seed = 1) {
  const clock = new VirtualClock();
  const bus = new MemoryBus({ subjects, incarnation: 'sim', now: () => clock.now() });
  const published: string[] = [];
  const weather = { faults };
  const connection = new BusConnection({
    bus,
    clock,
    prng: new Prng(seed),
    faults: () => weather.faults,
    onSettled: () => undefined,
    onPublished: ({ id }) => published.push(id),
  });
  return { clock, bus, connection, published, weather };
}

function fact(key: string): OutboundMessage {
  return { subject: subjects.fact('Quake', key), headers: new Map(), body: Buffer.from(''), id: '' };
}

const settle = (): Promise<void> => new Promise((resume) => setImmediate(resume));

void t.test('nothing is lost, order holds within a key, and a repetition keeps its ordinal', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
      async (seed, keys) => {
        const { clock, bus, connection } = bench(WILD, seed);
        const received: Delivery[] = [];
        connection.open(CONSUMPTION).subscribe((delivery) => {
          received.push(delivery);
          delivery.ack();
        });
        for (const key of keys) void bus.publish(fact(String(key)));
        clock.advance(10_000);
        t.equal(await bus.backlog('monitor'), 0);
        const first = new Map<number, Delivery>();
        for (const delivery of received) {
          t.equal(delivery.ordinal, delivery.sequence);
          if (!first.has(delivery.sequence)) first.set(delivery.sequence, delivery);
        }
        t.equal(first.size, keys.length);
        for (const key of new Set(keys)) {
          const ofKey = [...first.values()].filter(({ subject }) => subject.endsWith(`.${key}`));
          t.same(
            ofKey.map(({ sequence }) => sequence),
            ofKey.map(({ sequence }) => sequence).sort((a, b) => a - b),
          );
        }
      },
    ),
    { seed: 11, numRuns: 50 },
  );
});

void t.test('later messages of other keys overtake', (t) => {
  const { clock, bus, connection } = bench(WILD);
  const order: number[] = [];
  connection.open({ ...CONSUMPTION, creditMax: 100 }).subscribe(({ ordinal }) => order.push(ordinal));
  for (let key = 0; key < 50; key++) void bus.publish(fact(String(key)));
  clock.advance(1000);
  t.notSame(
    order,
    [...order].sort((a, b) => a - b),
  );
  t.end();
});

void t.test('an outage fails open sources and what is tried meanwhile, all of it retryable', async (t) => {
  const { clock, bus, connection, published } = bench(CALM_BUS);
  const errors: unknown[] = [];
  const received: number[] = [];
  const open = (): void => {
    connection.open(CONSUMPTION).subscribe({
      next: ({ sequence }) => received.push(sequence),
      error: (error: unknown) => errors.push(error),
    });
  };
  open();
  await bus.publish(fact('a'));
  connection.disconnect(100);
  t.match(errors, [{ code: 'bus/disconnected', retryable: true }]);
  open();
  const publishing = connection.publish(fact('b'));
  clock.advance(50);
  t.equal(errors.length, 2);
  await t.rejects(connection.backlog('monitor'), { code: 'bus/disconnected', retryable: true });
  await t.rejects(publishing, { code: 'nats/publish', retryable: true });
  t.same(published, []);
  clock.advance(50);
  open();
  clock.advance(1);
  t.same(received, [1], 'what was on the way when the connection was lost comes once it is back');
});

void t.test('a failed publication may have been stored', async (t) => {
  for (const [unknownShare, stored] of [
    [0, []],
    [1, ['x']],
  ] as const) {
    const publish = { latencyMaxMs: 10, failChance: 1, unknownShare };
    const { clock, connection, published } = bench({ ...CALM_BUS, publish });
    const publishing = connection.publish({ ...fact('a'), id: 'x' });
    clock.advance(20);
    await t.rejects(publishing, { code: 'nats/publish' });
    t.same(published, stored);
  }
});

void t.test('a dead life is not heard from, but what it had sent arrives', async (t) => {
  const { clock, bus, connection, published } = bench({
    ...CALM_BUS,
    publish: { latencyMaxMs: 10, failChance: 0, unknownShare: 0 },
  });
  const received: number[] = [];
  const log: string[] = [];
  connection.open(CONSUMPTION).subscribe(({ sequence }) => received.push(sequence));
  void connection.publish({ ...fact('a'), id: 'before' }).then(() => log.push('answered'));
  await bus.publish(fact('b'));
  connection.kill();
  void connection.publish({ ...fact('c'), id: 'after' }).then(() => log.push('answered'));
  void connection.backlog('monitor').then(() => log.push('answered'));
  connection.open(CONSUMPTION).subscribe(() => log.push('delivered'));
  clock.advance(1000);
  await settle();
  t.same([received, log, published], [[], [], ['before']]);
});
