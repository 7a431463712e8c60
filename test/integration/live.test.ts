/**
 * A running `arbiter run --nats` as other programs see it: plain JSON facts in from any NATS client, outcomes on
 * `arb.outcome.…`, a malformed body on `arb.dead.…` with its reason while the stream goes on, retractions, repetitions.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, headers as natsHeaders, type Msg, type NatsConnection } from 'nats';
import t from 'tap';
import { startScript, toldBy } from '../harness/child.ts';
import { startNatsServer } from '../harness/nats-server.ts';
import { readStream } from '../harness/stream-reader.ts';
import { pack } from 'msgpackr';

const RULES = `
fact Reading { sensor: string value: number<temperature> }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 C } } then emit Hot { key: r.key, value: r.value } }
outcome Hot { key: string value: number<temperature> }
arbiter boiler { stream Reading by sensor source Reading retain last 10 on Hot where value > 90 C nats on * stdout }
`;

interface Inbox {
  /** The next message that arrives on the subject. */
  next(): Promise<Msg>;
}

function inbox(connection: NatsConnection, subject: string): Inbox {
  const messages = connection.subscribe(subject)[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value, done } = await messages.next();
      if (done === true) throw new Error('the connection was closed');
      return value;
    },
  };
}

void t.test('facts in, outcomes and dead letters out', async (t) => {
  const server = await startNatsServer();
  const folder = mkdtempSync(join(tmpdir(), 'arbiter-live-'));
  const program = join(folder, 'boiler.arb');
  writeFileSync(program, RULES);
  const run = startScript('app/main.js', [
    'run',
    program,
    '--nats',
    server.url,
    '--data',
    join(folder, 'data'),
  ]);
  await toldBy(run, /running on/);
  const connection = await connect({ servers: server.url });
  t.teardown(async () => {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const outcomes = inbox(connection, 'arb.outcome.>');
  const dead = inbox(connection, 'arb.dead.>');

  connection.publish(
    'arb.fact.Reading.r1',
    JSON.stringify({ sensor: 'b7', value: { value: 96, unit: 'C' } }),
  );
  const first = await outcomes.next();
  t.equal(first.subject, 'arb.outcome.boiler.Hot.b7');
  t.same(first.json(), { key: 'r1', value: 96 + 273.15 });
  t.equal(first.headers?.get('Nats-Msg-Id'), first.headers?.get('ce-id'));

  connection.publish('arb.fact.Reading.r2', '{"sensor": "b7", "value": ');
  const letter = await dead.next();
  t.equal(letter.subject, 'arb.dead.boiler');
  t.match(letter.headers?.get('arb-reason'), /the body is not JSON/);
  t.equal(letter.headers?.get('arb-fault'), 'fact/bad-body');
  t.equal(letter.headers?.get('arb-subject'), 'arb.fact.Reading.r2');
  t.equal(letter.string(), '{"sensor": "b7", "value": ', 'the original bytes');

  connection.publish(
    'arb.fact.Reading.r3',
    JSON.stringify({ sensor: 'b7', value: { value: 3, unit: 'km' } }),
  );
  t.match((await dead.next()).headers?.get('arb-reason'), /expects number<temperature>/);
  connection.publish('arb.fact.Reading', '{}');
  connection.publish('arb.fact.Reading.a.b', '{}');
  t.equal((await dead.next()).headers?.get('arb-fault'), 'fact/bad-subject');

  const headers = natsHeaders();
  headers.set('Content-Type', 'application/msgpack');
  headers.set('ce-id', 'repeated');
  const body = pack({ sensor: 'kessel ü.1', value: 400 });
  connection.publish('arb.fact.reading.r4', body, { headers });
  connection.publish('arb.fact.reading.r4', body, { headers });
  const second = await outcomes.next();
  t.equal(
    second.subject,
    'arb.outcome.boiler.Hot.kessel%20%C3%BC%2E1',
    'any key is legal, types match in any case',
  );
  connection.publish('arb.retract.Reading.r1', JSON.stringify({ sensor: 'b7' }));
  connection.publish(
    'arb.fact.Reading.r1',
    JSON.stringify({ sensor: 'b7', value: { value: 97, unit: 'C' } }),
  );
  t.same((await outcomes.next()).json(), { key: 'r1', value: 97 + 273.15 });

  run.process.kill('SIGTERM');
  const { code, stderr } = await run.ended;
  t.equal(code, 0, stderr);
  t.equal((await readStream(server.url, 'ARB_OUTCOMES')).length, 3, 'the repetition had no effect');
});
