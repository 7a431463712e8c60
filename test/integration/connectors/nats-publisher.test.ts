/** Goal: a publish resolves exactly when a stream has the message, and says why when it has not. Connection faults beside it. */
import t from 'tap';
import { closeNats, connectNats } from '#connectors/nats/connection.js';
import { natsPublisher } from '#connectors/nats/publisher.js';
import { ensureTopology } from '#connectors/nats/topology.js';
import { Subjects } from '#streams/subjects.js';
import { startNatsServer } from '../../harness/nats-server.ts';

const subjects = new Subjects();
const server = await startNatsServer();
const connection = await connectNats({ url: server.url, name: 'test' });
await ensureTopology(connection, subjects);
const manager = await connection.jetstreamManager();

t.teardown(async () => {
  await closeNats(connection);
  await server.stop();
});

const message = (id: string, text = 'body') => ({
  subject: subjects.outcome('a', 'O', 'k'),
  headers: new Map([
    ['content-type', 'application/json'],
    ['ce-id', id],
  ]),
  body: Buffer.from(text),
  id,
});

async function stored(): Promise<number> {
  return (await manager.streams.info('ARB_OUTCOMES')).state.messages;
}

void t.test('stored with its headers, once per id', async (t) => {
  const publisher = natsPublisher(connection);
  await Promise.all([publisher.publish(message('one')), publisher.publish(message('one'))]);
  await publisher.publish(message('one'));
  await publisher.publish(message('two'));
  t.equal(await stored(), 2);
  await Promise.all([publisher.publish(message('')), publisher.publish(message(''))]);
  t.equal(await stored(), 4, 'without an id nothing is a repetition');
  const found = await manager.streams.getMessage('ARB_OUTCOMES', { seq: 1 });
  t.same(
    new Map(found.header),
    new Map([
      ['Content-Type', ['application/json']],
      ['Nats-Msg-Id', ['one']],
      ['ce-id', ['one']],
    ]),
  );
  t.equal(found.string(), 'body');
});

void t.test('many under way, in order, and no more than allowed', async (t) => {
  const before = await stored();
  const publisher = natsPublisher(connection, { inFlightMax: 500 });
  const all = Array.from({ length: 500 }, (_, index) =>
    publisher.publish(message(`bulk ${index}`, `${index}`)),
  );
  await t.rejects(publisher.publish(message('too many')), {
    code: 'nats/publish',
    retryable: true,
    message: 'publishing to arb.outcome.a.O.k failed: 500 messages are under way',
  });
  await Promise.all(all);
  t.equal(await stored(), before + 500);
  const last = await manager.streams.getMessage('ARB_OUTCOMES', { seq: before + 500 });
  t.equal(last.string(), '499');
});

void t.test('a subject that no stream takes', async (t) => {
  const publishing = natsPublisher(connection).publish({ ...message('x'), subject: 'nobody.listens' });
  const message503 = 'publishing to nobody.listens failed: no stream takes this subject';
  await t.rejects(publishing, { code: 'nats/publish', retryable: true, message: message503 });
});

void t.test('what cannot be sent: too large, a bad subject, a bad header', async (t) => {
  const publisher = natsPublisher(connection);
  const fault = { code: 'nats/publish' };
  await t.rejects(publisher.publish(message('large', 'x'.repeat(3_000_000))), fault);
  await t.rejects(publisher.publish({ ...message('x'), subject: '' }), fault);
  await t.rejects(publisher.publish({ ...message('x'), headers: new Map([['a', 'b\r\nc']]) }), fault);
});

void t.test('the refusal of a stream is told', async (t) => {
  await manager.streams.add({ name: 'SMALL', subjects: ['small'], max_msg_size: 10 });
  const publishing = natsPublisher(connection).publish({
    ...message('x', 'more than ten'),
    subject: 'small',
  });
  await t.rejects(publishing, {
    code: 'nats/publish',
    retryable: true,
    message: /message size exceeds maximum/,
  });
});

void t.test('no answer: each message times out', async (t) => {
  const silent = connection.subscribe('silent');
  const publisher = natsPublisher(connection, { timeoutMs: 30 });
  const subject = 'silent';
  const both = await Promise.allSettled([
    publisher.publish({ ...message('a'), subject }),
    publisher.publish({ ...message('b'), subject }),
  ]);
  for (const result of both) {
    if (result.status === 'fulfilled') t.fail('nobody answered');
    else t.match(result.reason, { code: 'nats/publish', retryable: true, message: /no answer within 30 ms/ });
  }
  silent.unsubscribe();
});

void t.test('answers that are not acknowledgements', async (t) => {
  const replies = ['', 'nonsense', '[]', 'null', '{}', '{"error":{}}'];
  const odd = connection.subscribe('odd', {
    callback: (_, request) => request.respond(replies[Number(request.string())]),
  });
  const publisher = natsPublisher(connection);
  for (const index of replies.keys()) {
    await t.rejects(publisher.publish({ ...message('x', `${index}`), subject: 'odd' }), {
      code: 'nats/publish',
      retryable: true,
    });
  }
  odd.unsubscribe();
});

void t.test('a connection that is closed fails what is under way and what comes later', async (t) => {
  const own = await connectNats({ url: server.url, name: 'test' });
  const silent = own.subscribe('silent');
  const publisher = natsPublisher(own);
  const publishing = publisher.publish({ ...message('x'), subject: 'silent' });
  silent.unsubscribe();
  await own.close();
  await t.rejects(publishing, { code: 'nats/publish', retryable: true, message: /connection is closed/ });
  await t.rejects(publisher.publish(message('y')), { code: 'nats/publish', retryable: true });
  await closeNats(own);
});

void t.test('closing does not wait for a server that is gone', async (t) => {
  const gone = await startNatsServer();
  const own = await connectNats({ url: gone.url, name: 'test' });
  await gone.stop();
  await closeNats(own);
  t.ok(own.isClosed());
});

void t.test('a server without JetStream', async (t) => {
  const plain = await startNatsServer('host: 127.0.0.1\n');
  const own = await connectNats({ url: plain.url, name: 'test' });
  await t.rejects(ensureTopology(own, subjects), { code: 'nats/no-jetstream', message: /127\.0\.0\.1/ });
  await closeNats(own);
  await plain.stop();
});

void t.test('credentials: right, wrong, missing, and never shown', async (t) => {
  const guarded = await startNatsServer('host: 127.0.0.1\nauthorization { user: ann, password: "s@cret" }\n');
  const { host } = new URL(guarded.url);
  const own = await connectNats({ url: `nats://ann:s%40cret@${host}`, name: 'test' });
  await closeNats(own);
  const refused = { code: 'nats/unauthorized', retryable: false };
  for (const credentials of ['ann:wr0ng@', 'wr0ng@', '']) {
    const connecting = connectNats({ url: `nats://${credentials}${host}`, name: 'test' });
    await t.rejects(connecting, refused, credentials);
    const text = await connecting.catch(String);
    t.notMatch(text, /wr0ng/);
  }
  await guarded.stop();
});

void t.test('tokens', async (t) => {
  const guarded = await startNatsServer('host: 127.0.0.1\nauthorization { token: "t0ken" }\n');
  const own = await connectNats({ url: `nats://t0ken@${new URL(guarded.url).host}`, name: 'test' });
  await closeNats(own);
  await guarded.stop();
  t.pass('connected');
});

void t.test('nobody there, and what is not an address', async (t) => {
  const unreachable = { code: 'nats/unreachable', retryable: true };
  await t.rejects(connectNats({ url: 'nats://u:p@127.0.0.1:1', name: 'test' }), {
    ...unreachable,
    message: 'no NATS server answers at nats://***@127.0.0.1:1: the connection was refused',
  });
  await t.rejects(connectNats({ url: '127.0.0.1:1, 127.0.0.1:2', name: 'test' }), unreachable);
  for (const url of ['', 'http://localhost', 'nats://', 'nats://u:p@', 'a b']) {
    await t.rejects(connectNats({ url, name: 'test' }), {
      code: 'nats/unreachable',
      retryable: false,
      message: /it is not a/,
    });
  }
});
