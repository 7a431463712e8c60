/** The in-process bus: what it has in common with JetStream, which the pipelines rely on. */
import type { Subscription } from 'rxjs';
import t from 'tap';
import { MEMORY_BUS_LIMITS, MemoryBus, type MemoryBusLimits } from '#streams/memory-bus.js';
import type { Consumption, Delivery, OutboundMessage } from '#streams/ports.js';
import { Subjects } from '#streams/subjects.js';

const subjects = new Subjects();

interface Bench {
  readonly bus: MemoryBus;
  readonly clock: { now: number };
}

function bench(limits: Partial<MemoryBusLimits> = {}): Bench {
  const clock = { now: 1000 };
  const options = { subjects, incarnation: 'life', now: () => clock.now };
  return { bus: new MemoryBus({ ...options, limits: { ...MEMORY_BUS_LIMITS, ...limits } }), clock };
}

function message(subject: string, id = ''): OutboundMessage {
  return { subject, headers: new Map([['content-type', 'text/plain']]), body: Buffer.from(subject), id };
}

function fact(key: string, id = ''): OutboundMessage {
  return message(subjects.fact('Quake', key), id);
}

interface Reader {
  readonly deliveries: Delivery[];
  readonly subscription: Subscription;
  readonly keys: () => readonly (string | undefined)[];
}

function read(bus: MemoryBus, consumption: Partial<Consumption> = {}): Reader {
  const deliveries: Delivery[] = [];
  const full = { arbiter: 'monitor', factTypes: ['Quake'], after: null, creditMax: 100, ...consumption };
  const subscription = bus.open(full).subscribe((delivery) => deliveries.push(delivery));
  return { deliveries, subscription, keys: () => deliveries.map(({ subject }) => subject.split('.')[3]) };
}

void t.test('facts and retractions come in order, with their place in the stream', async (t) => {
  const { bus, clock } = bench();
  await bus.publish(fact('a', 'id-a'));
  clock.now = 2000;
  await bus.publish(message(subjects.retract('Quake', 'b')));
  await bus.publish(message(subjects.fact('Other', 'c')));
  await bus.publish(fact('d'));
  const { deliveries, keys } = read(bus);
  t.same(keys(), ['a', 'b', 'd'], 'other types are left out');
  const places = deliveries.map(({ incarnation, sequence, ordinal, timestamp, pending }) => ({
    incarnation,
    sequence,
    ordinal,
    timestamp,
    pending,
  }));
  t.same(places, [
    { incarnation: 'life', sequence: 1, ordinal: 1, timestamp: 1000, pending: 2 },
    { incarnation: 'life', sequence: 2, ordinal: 2, timestamp: 2000, pending: 1 },
    { incarnation: 'life', sequence: 4, ordinal: 3, timestamp: 2000, pending: 0 },
  ]);
  t.same(
    [...(deliveries[0]?.headers ?? [])],
    [
      ['content-type', 'text/plain'],
      ['nats-msg-id', 'id-a'],
    ],
  );
  t.equal(deliveries[1]?.headers.has('nats-msg-id'), false);
});

void t.test('no more is delivered than there is credit for', async (t) => {
  const { bus } = bench();
  for (const key of ['a', 'b', 'c', 'd']) await bus.publish(fact(key));
  const { deliveries, keys } = read(bus, { creditMax: 2 });
  t.same(keys(), ['a', 'b']);
  t.equal(await bus.backlog('monitor'), 4);
  deliveries[1]?.ack();
  deliveries[1]?.ack();
  t.same(keys(), ['a', 'b', 'c'], 'settling twice frees one place');
  deliveries[0]?.term('no use');
  t.same(keys(), ['a', 'b', 'c', 'd']);
  deliveries[2]?.ack();
  deliveries[3]?.ack();
  t.equal(await bus.backlog('monitor'), 0);
  t.equal(await bus.backlog('stranger'), 0);
});

void t.test('an opening begins behind its position and counts anew', async (t) => {
  const { bus } = bench();
  for (const key of ['a', 'b', 'c']) await bus.publish(fact(key));
  const first = read(bus);
  for (const delivery of first.deliveries) delivery.ack();
  first.subscription.unsubscribe();
  const after = { incarnation: 'life', sequence: 1, frontier: 0 };
  const second = read(bus, { after });
  t.same(second.keys(), ['b', 'c'], 'also what was settled: the position decides');
  t.same(
    second.deliveries.map(({ ordinal }) => ordinal),
    [1, 2],
  );
  second.subscription.unsubscribe();
  const third = read(bus, { after: { ...after, incarnation: 'another life' } });
  t.same(third.keys(), ['a', 'b', 'c']);
});

void t.test('what was not settled comes again, and closing delivers no more', async (t) => {
  const { bus } = bench();
  const first = read(bus, { creditMax: 1 });
  await bus.publish(fact('a'));
  await bus.publish(fact('b'));
  first.subscription.unsubscribe();
  first.deliveries[0]?.ack();
  t.same(first.keys(), ['a']);
  t.equal(await bus.backlog('monitor'), 2, 'an acknowledgement after closing is lost');
  t.same(read(bus).keys(), ['a', 'b']);
});

void t.test('a message id is stored once within its window', async (t) => {
  const { bus, clock } = bench({ duplicateWindowMs: 500, duplicatesMax: 3 });
  const { keys } = read(bus);
  await bus.publish(fact('a', 'one'));
  await bus.publish(fact('b', 'one'));
  await bus.publish(fact('c'));
  await bus.publish(fact('d'));
  t.same(keys(), ['a', 'c', 'd']);
  clock.now += 500;
  await bus.publish(fact('e', 'one'));
  t.same(keys(), ['a', 'c', 'd', 'e'], 'the window has passed');
  for (const id of ['two', 'three', 'four']) await bus.publish(fact(id, id));
  await bus.publish(fact('f', 'one'));
  t.equal(keys().at(-1), 'f', 'the window is bounded in number too');
});

void t.test('observers hear what matches; outcomes and dead letters have windows of their own', async (t) => {
  const { bus } = bench();
  const heard: string[] = [];
  const subscription = bus
    .observe('arb.*.monitor.>')
    .subscribe(({ subject, id }) => heard.push(`${subject} ${id}`));
  bus.observe('arb.dead.*').subscribe(({ subject, id }) => heard.push(`${subject} ${id}`));
  await bus.publish(message('arb.outcome.monitor.Alert.k', 'x'));
  await bus.publish(message('arb.outcome.monitor.Alert.k', 'x'));
  await bus.publish(message('arb.outcome.other.Alert.k', 'y'));
  await bus.publish(message('arb.dead.monitor', 'x'));
  t.same(heard, ['arb.outcome.monitor.Alert.k x', 'arb.dead.monitor x']);
  subscription.unsubscribe();
  await bus.publish(message('arb.outcome.monitor.Alert.k', 'z'));
  t.equal(heard.length, 2);
});

void t.test('subjects outside of the topology reach observers every time', async (t) => {
  const { bus } = bench();
  const heard: string[] = [];
  bus.observe('orders.>').subscribe(({ id }) => heard.push(id));
  await bus.publish(message('orders.eu', 'x'));
  await bus.publish(message('orders.eu', 'x'));
  t.same(heard, ['x', 'x']);
});

void t.test(
  'a full log makes publishers wait, in order, until the slowest consumer has settled',
  async (t) => {
    const { bus } = bench({ messagesMax: 2 });
    const slow = read(bus, { arbiter: 'slow' });
    const quick = read(bus, { arbiter: 'quick' });
    const stored: string[] = [];
    const publishing = ['a', 'b', 'c', 'd'].map((key) => bus.publish(fact(key)).then(() => stored.push(key)));
    await Promise.all(publishing.slice(0, 2));
    for (const delivery of quick.deliveries) delivery.ack();
    t.same(stored, ['a', 'b']);
    slow.deliveries[1]?.ack();
    await Promise.resolve();
    t.same(stored, ['a', 'b'], 'the oldest is what counts');
    slow.deliveries[0]?.ack();
    await Promise.all(publishing);
    t.same(slow.keys(), ['a', 'b', 'c', 'd']);
    t.same(quick.keys(), ['a', 'b', 'c', 'd']);
  },
);

void t.test('a closed consumer keeps its place, and the log with it', async (t) => {
  const { bus } = bench({ messagesMax: 1 });
  read(bus).subscription.unsubscribe();
  await bus.publish(fact('a'));
  const waiting = bus.publish(fact('b'));
  const again = read(bus);
  t.same(again.keys(), ['a']);
  again.deliveries[0]?.ack();
  await waiting;
  t.same(again.keys(), ['a', 'b']);
});

void t.test('publishing and settling while being told does not grow the stack', async (t) => {
  const { bus } = bench({ messagesMax: 16 });
  let count = 0;
  bus.open({ arbiter: 'monitor', factTypes: ['Quake'], after: null, creditMax: 1 }).subscribe((delivery) => {
    count += 1;
    delivery.ack();
    if (count < 50_000) void bus.publish(fact('next'));
  });
  await bus.publish(fact('first'));
  t.equal(count, 50_000);
});
