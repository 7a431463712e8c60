/** Goal: a server of our own starts when it can, says why when it cannot, and never outlives its use. */
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { closeNats, connectNats } from '#connectors/nats/connection.js';
import { type LocalServer, startLocalServer } from '#connectors/nats/server.js';
import { until } from '../../harness/await-until.ts';
import { startScript } from '../../harness/child.ts';
import { NATS_CONF } from '../../harness/nats-server.ts';
import { temporaryDirectory } from '../../harness/temporary.ts';

const start = (directory: string, port?: number): Promise<LocalServer> =>
  startLocalServer({ configFile: NATS_CONF, directory, ...(port === undefined ? {} : { port }) });

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connectSocket(Number(port), hostname);
    const end = (isThere: boolean) => (): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) =>
    server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve),
  );
  return server;
}

void t.test('starts, keeps its data in the directory, stops', async (t) => {
  const directory = temporaryDirectory(t);
  const server = await start(directory, -1);
  t.match(server.url, /^nats:\/\/127\.0\.0\.1:\d+$/);
  const connection = await connectNats({ url: server.url, name: 'test' });
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: 'S', subjects: ['s'] });
  await connection.jetstream().publish('s', 'text');
  await closeNats(connection);
  await server.stop();
  t.notOk(await answers(server.url));
  const again = await start(directory, Number(new URL(server.url).port));
  t.equal(again.url, server.url);
  const later = await connectNats({ url: again.url, name: 'test' });
  t.equal((await (await later.jetstreamManager()).streams.info('S')).state.messages, 1);
  await closeNats(later);
  await again.stop();
});

void t.test(
  'takes 4222, or a free port when that is taken; a port that was asked for must be free',
  async (t) => {
    const taken = await occupy(4222);
    const directory = temporaryDirectory(t);
    const server = await start(directory);
    t.not(new URL(server.url).port, '4222');
    const port = Number(new URL(server.url).port);
    await t.rejects(start(temporaryDirectory(t), port), {
      code: 'nats/server-failed',
      message: /nats-server did not start: .*address already in use/,
    });
    await server.stop();
    await new Promise((resolve) => taken.close(resolve));
  },
);

void t.test('one server per directory', async (t) => {
  const directory = temporaryDirectory(t);
  const server = await start(directory, -1);
  await t.rejects(start(directory, -1), { code: 'store/locked' });
  t.ok(await answers(server.url), 'the first one is left alone');
  await server.stop();
});

void t.test('what is wrong with the configuration is told', async (t) => {
  const directory = temporaryDirectory(t);
  const configFile = join(directory, 'bad.conf');
  writeFileSync(configFile, 'nonsense: {\n');
  await t.rejects(startLocalServer({ configFile, directory, port: -1 }), {
    code: 'nats/server-failed',
    message: /Parse error on line 2/,
  });
  await t.rejects(startLocalServer({ configFile: `${configFile}.missing`, directory, port: -1 }), {
    code: 'nats/server-failed',
    message: /no such file/,
  });
  const server = await start(directory, -1);
  await server.stop();
  t.pass('a failed start leaves nothing behind');
});

void t.test('the server of a run that was killed is stopped by the next one', async (t) => {
  const directory = temporaryDirectory(t);
  const { process: parent, ended } = startScript('test/harness/server-parent.js', [directory]);
  let url = '';
  parent.stdout?.on('data', (chunk: Buffer) => (url += chunk.toString().trim()));
  await until('the server of the child', () => url !== '');
  const orphan = Number(readFileSync(join(directory, 'nats-server.pid'), 'utf8'));
  parent.kill('SIGKILL');
  await ended;
  t.ok(await answers(url), 'it lives on');
  const server = await start(directory, -1);
  t.notOk(await answers(url));
  t.not(Number(readFileSync(join(directory, 'nats-server.pid'), 'utf8')), orphan);
  await server.stop();
});

void t.test('a pid file that names another process harms nobody', async (t) => {
  const directory = temporaryDirectory(t);
  for (const text of [`${process.pid}`, '999999999', 'nonsense', '-1', '0']) {
    writeFileSync(join(directory, 'nats-server.pid'), text);
    const server = await start(directory, -1);
    await server.stop();
  }
  t.pass('this process is still here');
});

void t.test('it ends with its parent: exit, uncaught error, signal', async (t) => {
  for (const end of ['exit', 'throw', 'SIGTERM', 'SIGINT'] as const) {
    const { process: parent, ended } = startScript('test/harness/server-parent.js', [
      temporaryDirectory(t),
      end,
    ]);
    let url = '';
    parent.stdout?.on('data', (chunk: Buffer) => (url += chunk.toString().trim()));
    await until('the server of the child', () => url !== '');
    if (end === 'SIGTERM' || end === 'SIGINT') parent.kill(end);
    const { code, signal } = await ended;
    t.same([code, signal], end === 'exit' ? [0, null] : end === 'throw' ? [1, null] : [null, end]);
    await until(`the end of the server after ${end}`, async () => !(await answers(url)));
  }
});

void t.test('no program, and one that fails', async (t) => {
  const directory = temporaryDirectory(t);
  const starting = () =>
    startLocalServer({ configFile: NATS_CONF, directory, port: -1, folders: [directory] });
  await t.rejects(starting(), { code: 'nats/no-server', message: /apt-get install nats-server/ });
  const program = join(directory, 'nats-server');
  writeFileSync(program, '#!/bin/sh\necho "[1] 2026/11/21 09:25:33.1 [FTL] no luck" >&2\nexit 1\n', {
    mode: 0o755,
  });
  await t.rejects(starting(), {
    code: 'nats/server-failed',
    message: 'nats-server did not start: [FTL] no luck',
  });
});
