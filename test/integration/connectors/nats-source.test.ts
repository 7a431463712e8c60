/**
 * Goal: facts come in stream order, once each as long as the source is open, and none is lost, whatever happens to consumer, server
 * and stream. Each test opens the source for an arbiter of its own on one real nats-server.
 */
import { type JetStreamManager, type NatsConnection, RetentionPolicy } from 'nats';
import type { Subscription } from 'rxjs';
import t from 'tap';
import { closeNats, connectNats } from '#connectors/nats/connection.js';
import { natsFactSource } from '#connectors/nats/fact-source.js';
import { natsPublisher } from '#connectors/nats/publisher.js';
import { ensureTopology } from '#connectors/nats/topology.js';
import type { Delivery, FactSource, Position } from '#streams/ports.js';
import { Subjects } from '#streams/subjects.js';
import { until } from '../../harness/await-until.ts';
import { startNatsServer } from '../../harness/nats-server.ts';

const STREAM = 'ARB_FACTS';
const subjects = new Subjects();
const server = await startNatsServer();
const connection = await connectNats({ url: server.url, name: 'test' });
await ensureTopology(connection, subjects);
const manager = await connection.jetstreamManager();
const source = natsFactSource(connection, subjects);

t.teardown(async () => {
  await closeNats(connection);
  await server.stop();
});

interface Opening {
  readonly arbiter: string;
  readonly after?: Position | null;
  readonly creditMax?: number;
  readonly from?: FactSource;
}

/** Collects what an opening emits; `settle` decides what happens to each delivery. */
class Collected {
  readonly deliveries: Delivery[] = [];
  failure: unknown = null;
  readonly #subscription: Subscription;

  constructor(opening: Opening, settle: (delivery: Delivery) => void = (delivery) => delivery.ack()) {
    const { arbiter, after = null, creditMax = 64, from = source } = opening;
    this.#subscription = from.open({ arbiter, factTypes: ['Quake'], after, creditMax }).subscribe({
      next: (delivery) => {
        this.deliveries.push(delivery);
        settle(delivery);
      },
      error: (error: unknown) => {
        this.failure = error;
      },
    });
  }

  get keys(): readonly string[] {
    return this.deliveries.map(({ subject }) => subject.split('.').at(-1) ?? '');
  }

  get areInOrder(): boolean {
    return this.deliveries.every(({ ordinal, sequence }, index) => {
      const before = this.deliveries[index - 1];
      return ordinal === index + 1 && (before === undefined || sequence > before.sequence);
    });
  }

  async reach(count: number): Promise<void> {
    await until(`${count} deliveries, got ${this.deliveries.length}`, () => this.deliveries.length >= count);
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }
}

async function publish(count: number, through: NatsConnection = connection): Promise<void> {
  const publisher = natsPublisher(through, { inFlightMax: 10_000 });
  const headers = new Map([['content-type', 'application/json']]);
  const body = Buffer.from('{"magnitude":6.4}');
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      publisher.publish({ subject: subjects.fact('Quake', `${index}`), headers, body, id: '' }),
    ),
  );
}

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index}`);
}

/** Every test begins with an empty stream of a life of its own. */
async function emptyStream(jetStream: JetStreamManager = manager): Promise<void> {
  await jetStream.streams.delete(STREAM);
  await ensureTopology(connection, subjects);
}

void t.test(
  '5,000 messages with a credit of 64: in order, without a gap, and never more than 64 under way',
  async (t) => {
    await emptyStream();
    await publish(5000);
    let underWay = 0;
    let underWayMax = 0;
    const collected = new Collected({ arbiter: 'bulk' }, (delivery) => {
      underWay += 1;
      underWayMax = Math.max(underWayMax, underWay);
      setImmediate(() => {
        underWay -= 1;
        delivery.ack();
      });
    });
    await collected.reach(5000);
    t.same(collected.keys, numbers(5000));
    t.ok(collected.areInOrder);
    t.ok(underWayMax <= 64 && underWayMax > 1, `${underWayMax} under way`);
    const [delivery] = collected.deliveries;
    const { created } = await manager.streams.info(STREAM);
    t.match(delivery, {
      incarnation: created,
      sequence: 1,
      ordinal: 1,
      subject: 'arb.fact.Quake.0',
      pending: 4999,
    });
    t.equal(delivery?.headers.get('content-type'), 'application/json');
    t.equal(Buffer.from(delivery?.body ?? []).toString(), '{"magnitude":6.4}');
    t.ok(Math.abs((delivery?.timestamp ?? 0) - Date.parse(created)) < 60_000, 'the timestamp is in ms');
    await until('an empty backlog', async () => (await source.backlog('bulk')) === 0);
    await publish(3);
    await collected.reach(5003);
    collected.stop();
  },
);

void t.test('credit: without settlements no more than that arrives; settling goes on', async (t) => {
  await emptyStream();
  await publish(200);
  const held: Delivery[] = [];
  const collected = new Collected({ arbiter: 'credit', creditMax: 8 }, (delivery) => held.push(delivery));
  await collected.reach(8);
  await until(
    'a full consumer',
    async () => (await manager.consumers.info(STREAM, 'arb_credit')).num_ack_pending === 8,
  );
  t.equal(collected.deliveries.length, 8);
  t.equal(await source.backlog('credit'), 200);
  const settle = setInterval(() => held.splice(0).forEach((delivery) => delivery.term('no reason')), 1);
  await collected.reach(200);
  await until('an empty backlog', async () => (await source.backlog('credit')) === 0);
  clearInterval(settle);
  t.same(collected.keys, numbers(200));
  collected.stop();
});

void t.test('backlog: of an arbiter that was never opened it is the whole stream', async (t) => {
  await emptyStream();
  t.equal(await source.backlog('unknown'), 0);
  await publish(5);
  t.equal(await source.backlog('unknown'), 5);
});

void t.test(
  'the consumer is deleted in mid-stream: goes on in order; what is under way is neither repeated nor lost',
  async (t) => {
    await emptyStream();
    await publish(500);
    const held: Delivery[] = [];
    const collected = new Collected({ arbiter: 'deleted', creditMax: 50 }, (delivery) => {
      if (delivery.ordinal % 10 === 0) held.push(delivery);
      else delivery.ack();
    });
    await collected.reach(100);
    for (let round = 1; round <= 3; round++) {
      await until('a consumer to delete', () =>
        manager.consumers.delete(STREAM, 'arb_deleted').catch(() => false),
      );
      held.splice(0).forEach((delivery) => delivery.ack());
      await collected.reach(100 + 100 * round);
    }
    const settle = setInterval(() => held.splice(0).forEach((delivery) => delivery.ack()), 1);
    await collected.reach(500);
    await until('an empty backlog', async () => (await source.backlog('deleted')) === 0);
    clearInterval(settle);
    t.same(collected.keys, numbers(500));
    t.ok(collected.areInOrder);
    collected.stop();
  },
);

void t.test(
  'the server stops and starts again on the same data: nothing is lost, nothing out of order',
  async (t) => {
    await emptyStream();
    await publish(300);
    const held: Delivery[] = [];
    const collected = new Collected({ arbiter: 'restarted', creditMax: 16 }, (delivery) =>
      held.push(delivery),
    );
    await collected.reach(16);
    await server.halt();
    held.splice(0).forEach((delivery) => delivery.ack());
    await server.startAgain();
    const settle = setInterval(() => held.splice(0).forEach((delivery) => delivery.ack()), 1);
    await collected.reach(300);
    await publish(10);
    await collected.reach(310);
    clearInterval(settle);
    t.same(collected.keys, [...numbers(300), ...numbers(10)]);
    t.ok(collected.areInOrder);
    collected.stop();
  },
);

void t.test('starts behind a position; unsettled deliveries come again at the next opening', async (t) => {
  await emptyStream();
  await publish(20);
  const early = new Collected({ arbiter: 'position' }, (delivery) => {
    if (delivery.ordinal % 2 === 0) delivery.ack();
  });
  await early.reach(20);
  early.stop();
  const { incarnation } = early.deliveries[0] ?? { incarnation: '' };
  const late = new Collected({ arbiter: 'position', after: { incarnation, sequence: 12, frontier: 0 } });
  await late.reach(8);
  t.same(late.keys, numbers(20).slice(12));
  t.ok(late.areInOrder, 'ordinals begin anew');
  late.stop();
  const beyond = new Collected({ arbiter: 'position', after: { incarnation, sequence: 20, frontier: 0 } });
  await until('the consumer', async () => (await source.backlog('position')) === 0);
  await publish(1);
  await beyond.reach(1);
  t.equal(beyond.deliveries[0]?.sequence, 21);
  beyond.stop();
});

void t.test('a position of another incarnation counts as the beginning', async (t) => {
  await emptyStream();
  await publish(5);
  const after = { incarnation: '2001-01-01T00:00:00Z', sequence: 4, frontier: 0 };
  const collected = new Collected({ arbiter: 'incarnation', after });
  await collected.reach(5);
  t.same(collected.keys, numbers(5));
  collected.stop();
});

void t.test('the stream is made again while it is read: ordinals go on, sequences begin anew', async (t) => {
  await emptyStream();
  await publish(5);
  const collected = new Collected({ arbiter: 'remade' });
  await collected.reach(5);
  await emptyStream();
  await publish(5);
  await collected.reach(10);
  t.same(
    collected.deliveries.map(({ ordinal }) => ordinal),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  t.same(
    collected.deliveries.map(({ sequence }) => sequence),
    [1, 2, 3, 4, 5, 1, 2, 3, 4, 5],
  );
  t.not(collected.deliveries[0]?.incarnation, collected.deliveries[9]?.incarnation);
  collected.stop();
});

void t.test('unsubscribing stops pulling, at once and for good', async (t) => {
  await emptyStream();
  await publish(100);
  const collected = new Collected({ arbiter: 'stopped', creditMax: 10 }, (delivery) => {
    delivery.ack();
    if (delivery.ordinal === 25) collected.stop();
  });
  await collected.reach(25);
  const other = new Collected({ arbiter: 'other' });
  await other.reach(100);
  t.equal(collected.deliveries.length, 25);
  new Collected({ arbiter: 'stopped' }).stop();
  const again = new Collected({ arbiter: 'stopped' });
  await again.reach(100);
  t.same(again.keys, numbers(100), 'an opening waits for the end of the one before');
  other.stop();
  again.stop();
});

void t.test('a closed connection ends the source with a fault', async (t) => {
  const own = await connectNats({ url: server.url, name: 'test' });
  const collected = new Collected({ arbiter: 'closed', from: natsFactSource(own, subjects) });
  await until(
    'the consumer',
    async () => (await manager.consumers.info(STREAM, 'arb_closed').catch(() => null)) !== null,
  );
  await own.close();
  await until('a fault', () => collected.failure !== null);
  t.match(collected.failure, { code: 'bus/disconnected', retryable: true });
  await t.rejects(natsFactSource(own, subjects).backlog('closed'), {
    code: 'bus/disconnected',
    retryable: true,
  });
});

void t.test('settling late, after the connection was closed, does nothing', async (t) => {
  await emptyStream();
  await publish(2);
  const own = await connectNats({ url: server.url, name: 'test' });
  const held: Delivery[] = [];
  const collected = new Collected({ arbiter: 'late', from: natsFactSource(own, subjects) }, (delivery) =>
    held.push(delivery),
  );
  await collected.reach(2);
  await own.close();
  t.doesNotThrow(() => held[0]?.ack());
  t.doesNotThrow(() => held[1]?.term('no reason'));
});

void t.test('a stream that is gone and stays away ends the source with a fault', async (t) => {
  await emptyStream();
  const collected = new Collected({ arbiter: 'missing' });
  await until('the consumer', async () => (await manager.consumers.list(STREAM).next()).length === 1);
  await manager.streams.delete(STREAM);
  await until('a fault', () => collected.failure !== null);
  t.match(collected.failure, {
    code: 'nats/topology',
    retryable: true,
    message: /stream ARB_FACTS .*: stream not found/,
  });
});

void t.test('topology: created once, and a difference is told, not repaired', async (t) => {
  await ensureTopology(connection, subjects);
  for (const [name, wanted] of [
    ['ARB_FACTS', ['arb.fact.>', 'arb.retract.>']],
    ['ARB_OUTCOMES', ['arb.outcome.>']],
    ['ARB_DEAD', ['arb.dead.>']],
  ] as const) {
    const { config } = await manager.streams.info(name);
    t.match(config, { subjects: wanted, storage: 'file', retention: 'limits', duplicate_window: 600e9 });
  }
  const other = new Subjects('mine');
  await ensureTopology(connection, other);
  const { config } = await manager.streams.info('MINE_OUTCOMES');
  await manager.streams.update('MINE_OUTCOMES', { ...config, duplicate_window: 1e9, max_msgs: 7 });
  await t.rejects(ensureTopology(connection, other), {
    code: 'nats/topology',
    message:
      'stream MINE_OUTCOMES differs from what this version needs: duplicate window is `1 s`, not `600 s`',
  });
  await manager.streams.delete('MINE_OUTCOMES');
  await manager.streams.add({
    name: 'MINE_OUTCOMES',
    subjects: ['mine.outcome.x'],
    retention: RetentionPolicy.Workqueue,
  });
  await t.rejects(ensureTopology(connection, other), {
    message: /subjects is `mine.outcome.x`, not `mine.outcome.>`; retention is `workqueue`, not `limits`/,
  });
  await manager.streams.delete('MINE_OUTCOMES');
  await manager.streams.add({ name: 'FOREIGN', subjects: ['mine.outcome.x'] });
  await t.rejects(ensureTopology(connection, other), { code: 'nats/topology', message: /subjects overlap/ });
});
