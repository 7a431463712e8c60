/** Goal: what `webhook`, `slack` and `discord` handlers send, and what they make of every kind of answer, from a real server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import t, { type Test } from 'tap';
import type { StoredOutcome } from '#actors/records.js';
import { discordSink, slackSink } from '#connectors/sinks/chat.js';
import { webhookSink } from '#connectors/sinks/webhook.js';

const OUTCOME: StoredOutcome = {
  id: '0123456789abcdef',
  arbiter: 'boiler',
  key: 'b 7/ü',
  rule: 'Hot',
  name: 'Hot',
  params: { value: 96, note: '<!channel> & @everyone' },
  at: Date.UTC(2026, 10, 21, 8),
  handler: 'webhook',
  target: '',
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answering = (response: ServerResponse, asked: Asked) => void;

async function server(t: Test, answering: Answering) {
  const asked: Asked[] = [];
  const running = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const each = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      asked.push(each);
      answering(response, each);
    });
  });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      running.close(() => resolve());
      running.closeAllConnections();
    });
  t.teardown(close);
  const address = running.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { asked, url: `http://127.0.0.1:${String(port)}`, close };
}

function status(code: number, text = ''): Answering {
  return (response) => response.writeHead(code).end(text);
}

const anonymous = { token: () => null };

void t.test('a webhook gets the params, who they are from, and an id that repeats', async (t) => {
  const { asked, url } = await server(t, status(204));
  const target = `${url}/in?v=1`;
  const sink = webhookSink({ token: (asking) => (asking === target ? 's3cret' : null) });
  await sink.deliver({ ...OUTCOME, target });
  await sink.deliver({ ...OUTCOME, target });
  const [first, second] = asked;
  t.equal(first?.method, 'POST');
  t.equal(first?.path, '/in?v=1');
  t.same(JSON.parse(first?.body ?? ''), OUTCOME.params);
  t.match(first?.headers, {
    'content-type': 'application/json',
    'idempotency-key': OUTCOME.id,
    'ce-id': OUTCOME.id,
    'ce-type': 'arbiter.outcome.Hot',
    'ce-subject': 'b%207%2F%C3%BC',
    authorization: 'Bearer s3cret',
  });
  t.same(second?.body, first?.body);
  t.equal(second?.headers['idempotency-key'], OUTCOME.id);
});

void t.test('answers of a webhook', async (t) => {
  const answers: readonly (readonly [number, boolean | null])[] = [
    [200, null],
    [202, null],
    [302, true],
    [400, false],
    [401, true],
    [404, true],
    [413, false],
    [422, false],
    [429, true],
    [500, true],
    [503, true],
  ];
  for (const [code, retryable] of answers) {
    const { url } = await server(t, status(code, '  no, because of reasons  '));
    const delivering = webhookSink(anonymous).deliver({ ...OUTCOME, target: `${url}/secret-path` });
    if (retryable === null) await t.resolves(delivering, `${code}`);
    else {
      const message = `delivery to ${url} failed: it answered ${code}: no, because of reasons`;
      await t.rejects(delivering, { code: 'sink/failed', retryable, message }, `${code}`);
    }
  }
});

void t.test('a redirect is not followed', async (t) => {
  const other = await server(t, status(200));
  const { url } = await server(t, (response) => response.writeHead(307, { location: other.url }).end());
  await t.rejects(webhookSink(anonymous).deliver({ ...OUTCOME, target: url }), {
    code: 'sink/failed',
    retryable: true,
  });
  t.same(other.asked, []);
});

void t.test('no answer, half an answer, and one without end', async (t) => {
  const limits = { timeoutMs: 100, answerBytesMax: 64 };
  const sink = webhookSink({ ...anonymous, limits });
  const hanging = await server(t, () => undefined);
  await t.rejects(sink.deliver({ ...OUTCOME, target: hanging.url }), {
    message: `delivery to ${hanging.url} failed: no answer within 100 ms`,
    retryable: true,
  });
  const half = await server(t, (response) => response.destroy());
  await t.rejects(sink.deliver({ ...OUTCOME, target: half.url }), {
    message: /the connection was closed/,
    retryable: true,
  });
  const endless = await server(t, (response) => {
    response.writeHead(500);
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(1024), () => setImmediate(more));
    };
    more();
  });
  await t.rejects(sink.deliver({ ...OUTCOME, target: endless.url }), {
    message: `delivery to ${endless.url} failed: it answered 500: ${'x'.repeat(64)}`,
  });
});

void t.test('a server that is not there, and addresses that are none', async (t) => {
  const sink = webhookSink(anonymous);
  const { url, close } = await server(t, status(200));
  await close();
  await t.rejects(sink.deliver({ ...OUTCOME, target: `${url}/x` }), {
    message: `delivery to ${url} failed: the connection was refused`,
    retryable: true,
  });
  for (const target of ['ftp://host/x', 'nonsense', 'http://user:hunter2@127.0.0.1/x']) {
    const refused = await sink.deliver({ ...OUTCOME, target }).catch((error: Error) => error);
    t.match(refused, { code: 'sink/failed', retryable: false });
    t.notMatch(String(refused), /hunter2/);
  }
});

void t.test(
  'slack: the channel, the line as plain text, and answers that only look like success',
  async (t) => {
    const answers = [
      '{"ok":true}',
      '{"ok":false,"error":"channel_not_found"}',
      '{"ok":false,"error":"msg_too_long"}',
      'hello',
    ];
    const { asked, url } = await server(t, (response) => response.end(answers[asked.length - 1]));
    const sink = slackSink({ token: 'xoxb-1', api: url });
    const outcome = { ...OUTCOME, handler: 'slack', target: '#boiler-room' };
    await sink.deliver(outcome);
    const [first] = asked;
    t.equal(first?.path, '/chat.postMessage');
    t.equal(first?.headers.authorization, 'Bearer xoxb-1');
    t.same(JSON.parse(first?.body ?? ''), {
      channel: '#boiler-room',
      text: '2026-11-21 08:00:00Z  Hot  b 7/ü  value=96 note="&lt;!channel&gt; &amp; @everyone"',
      mrkdwn: false,
      unfurl_links: false,
      link_names: false,
    });
    const refused = { message: 'delivery to slack #boiler-room failed: Slack refused: channel_not_found' };
    await t.rejects(sink.deliver(outcome), { ...refused, retryable: true });
    await t.rejects(sink.deliver(outcome), { code: 'sink/failed', retryable: false });
    await t.rejects(sink.deliver(outcome), { message: /the answer is not one of its own/, retryable: true });
  },
);

void t.test('discord: nobody is mentioned, and a line that is too long is cut', async (t) => {
  const { asked, url } = await server(t, status(204));
  await discordSink().deliver({ ...OUTCOME, target: `${url}/api/webhooks/1/token` });
  await discordSink().deliver({ ...OUTCOME, params: { text: 'y'.repeat(5000) }, target: url });
  const [first, second] = asked.map(({ body }) => JSON.parse(body));
  t.same(first, {
    content: '2026-11-21 08:00:00Z  Hot  b 7/ü  value=96 note="<!channel> & @everyone"',
    allowed_mentions: { parse: [] },
  });
  t.equal(second.content.length, 2000);
  const { url: dead } = await server(t, status(401, 'Invalid Webhook Token'));
  const failed = await discordSink()
    .deliver({ ...OUTCOME, target: `${dead}/api/webhooks/1/token` })
    .catch((error: Error) => error.message);
  t.equal(failed, `delivery to ${dead} failed: it answered 401: Invalid Webhook Token`);
});
