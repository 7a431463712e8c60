/** `arbiter run --status`: what a running system tells, over HTTP and to `runtime-status`, while a target fails and a message is no fact. */
import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'nats';
import t, { type Test } from 'tap';
import { type Child, runArbiter, startScript, toldBy } from '../harness/child.ts';
import { startNatsServer } from '../harness/nats-server.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const RULES = `
fact Reading { value: number }
outcome Hot { value: number }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 } } then emit Hot { value: r.value } }
arbiter boiler { stream Reading source Reading retain last 10 on Hot webhook http://127.0.0.1:9/secret retry 1000 on * nats }
`;

/** The address in the line that says where the status is. */
async function statusOf(child: Child): Promise<string> {
  const [, url = ''] = /status on (http:\/\/[^/\s]+)\/status/.exec(await toldBy(child, /running on/)) ?? [];
  return url;
}

async function running(t: Test, more: readonly string[] = []) {
  const folder = temporaryDirectory(t);
  const program = join(folder, 'boiler.arb');
  writeFileSync(program, RULES);
  const run = startScript('app/main.js', [
    'run',
    program,
    '--data',
    join(folder, 'data'),
    '--status',
    '0',
    ...more,
  ]);
  t.teardown(async () => {
    run.process.kill('SIGTERM');
    await run.ended;
  });
  return { run, url: await statusOf(run) };
}

async function page(
  url: string,
  method = 'GET',
): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(url, { method });
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

void t.test('pages of a system that has nothing to do', async (t) => {
  const { url } = await running(t);
  t.match(await page(`${url}/healthz`), { status: 200, text: 'ok\n' });
  t.match(await page(`${url}/readyz`), { status: 200, text: 'ok\n' });
  t.match(await page(`${url}/status/issues`), { status: 200, text: '[]\n', type: 'application/json' });
  t.match(await page(`${url}/status`, 'HEAD'), { status: 200, text: '' });
  t.match(await page(`${url}/status`, 'POST'), { status: 405 });
  t.match(await page(`${url}/etc/passwd`), { status: 404 });
  t.match((await page(`${url}/metrics`)).text, /^arbiter_ready 1$/m);
  const shown = await runArbiter(['runtime-status', url, '--fail-on-issues']);
  t.match(shown, { code: 0, stdout: /^arbiter \d+\.\d+\.\d+, ready, since .*, on in-process bus\n/ });
  const capabilities = await runArbiter(['runtime-capabilities', url]);
  t.match(capabilities, { code: 0, stdout: /^handlers {2}webhook {5}core$/m });
  t.match(capabilities.stdout, /^streams {3}schedule {4}core$/m);
});

void t.test('a target that fails, a message that is no fact, and a server that goes away', async (t) => {
  const server = await startNatsServer();
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (!isStopped) await server.stop();
    isStopped = true;
  };
  const { url } = await running(t, ['--nats', server.url]);
  t.teardown(stop);
  const connection = await connect({ servers: server.url });
  const js = connection.jetstream();
  await js.publish('arb.fact.Reading.a', JSON.stringify({ value: 90 }));
  await js.publish('arb.fact.Reading.b', 'nonsense');
  const seen = async (): Promise<readonly string[]> => {
    const issues: readonly { readonly code: string }[] = JSON.parse(
      (await page(`${url}/status/issues`)).text,
    );
    return issues.map(({ code }) => code);
  };
  while ((await seen()).length < 2);
  t.same(await seen(), ['sink/failing', 'facts/dead-letters']);
  const failing = await runArbiter(['runtime-status', url, '--fail-on-issues']);
  t.equal(failing.code, 0, 'neither holds up decisions');
  t.match(
    failing.stdout,
    /warning: deliveries to webhook http:\/\/127\.0\.0\.1:9 fail: .* \(sink\/failing\)/,
  );
  t.notMatch(failing.stdout, /secret/);
  await connection.close();
  await stop();
  while ((await page(`${url}/readyz`)).status === 200);
  const lost = await runArbiter(['runtime-status', url, '--json', '--fail-on-issues']);
  t.equal(lost.code, 1);
  t.match(JSON.parse(lost.stdout).readiness, {
    ready: false,
    reasons: [/^the connection to 127\.0\.0\.1:\d+ is lost$/],
  });
});

void t.test('addresses that cannot be used, and those where nobody is', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => taken.close());
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const folder = temporaryDirectory(t);
  writeFileSync(join(folder, 'boiler.arb'), RULES);
  const run = await runArbiter([
    'run',
    join(folder, 'boiler.arb'),
    '--data',
    join(folder, 'data'),
    '--status',
    port,
  ]);
  t.match(run, {
    code: 1,
    stderr: new RegExp(
      `the address 127\\.0\\.0\\.1:${port} cannot be listened on: another program listens there`,
    ),
  });
  t.match(await runArbiter(['run', join(folder, 'boiler.arb'), '--status', 'here']), {
    code: 2,
    stderr: /--status takes a port/,
  });
  t.match(await runArbiter(['runtime-status', 'http://127.0.0.1:9']), {
    code: 1,
    stderr: /tells no status: /,
  });
  t.match(await runArbiter(['runtime-status', 'nowhere']), { code: 2 });
});
