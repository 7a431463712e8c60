/** `arbiter run` with handlers that leave the process: what reaches a web server and a program, and what is refused before anything starts. */
import { createServer } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { runArbiter } from '../harness/child.ts';
import { temporaryDirectory } from '../harness/temporary.ts';

const RULES = `
fact Reading { value: number }
outcome Hot { value: number }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 } } then emit Hot { value: r.value } }
`;

function folderWith(t: { teardown(end: () => void): void }, handlers: string) {
  const folder = temporaryDirectory(t);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const program = write(
    'boiler.arb',
    `${RULES}arbiter boiler { stream Reading source Reading retain last 100 ${handlers} }`,
  );
  const facts = write(
    'facts.ndjson',
    Array.from(
      { length: 20 },
      (_, n) => `{"type":"Reading","key":"r${n}","fields":{"value":${70 + n}}}\n`,
    ).join(''),
  );
  const data = join(folder, 'data');
  const run = (...more: readonly string[]) =>
    runArbiter(['run', program, '--facts', facts, '--data', data, ...more]);
  return { folder, write, run };
}

/** Refuses every third request the first time. */
async function hook(t: { teardown(end: () => Promise<void>): void }) {
  const taken: string[] = [];
  const ids: (string | undefined)[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests += 1;
      if (requests % 3 === 0) return response.writeHead(503).end();
      taken.push(body);
      ids.push(request.headersDistinct['idempotency-key']?.[0]);
      return response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { taken, ids, url: `http://127.0.0.1:${String(port)}/hook` };
}

void t.test('a webhook that fails now and then gets every outcome once, in order', async (t) => {
  const { taken, ids, url } = await hook(t);
  const { run } = folderWith(t, `on Hot webhook ${url} retry 5 backoff 10ms`);
  const ended = await run('--json');
  t.equal(ended.code, 0, ended.stderr);
  t.same(
    taken,
    Array.from({ length: 9 }, (_, n) => `{"value":${81 + n}}`),
  );
  t.equal(new Set(ids).size, 9);
});

void t.test('a program gets every outcome on its standard input', async (t) => {
  const { folder, write, run } = folderWith(t, 'on Hot exec "sh ../collect.sh --to ops"');
  write('collect.sh', 'cat >> collected; echo "$ARB_OUTCOME $*" >> collected');
  const refused = await run();
  t.match(refused, {
    code: 1,
    stderr: /the handler `exec sh \.\.\/collect\.sh --to ops` needs `--allow-exec sh`/,
  });
  const ended = await run('--allow-exec', 'sh');
  t.equal(ended.code, 0, ended.stderr);
  const lines = readFileSync(join(folder, 'data', 'collected'), 'utf8')
    .trim()
    .split('\n');
  t.equal(lines.length, 18);
  t.match(JSON.parse(lines[0] ?? ''), { outcome: 'Hot', params: { value: 81 } });
  t.equal(lines[1], 'Hot --to ops');
});

void t.test('what a handler lacks is said before anything starts', async (t) => {
  const slack = folderWith(t, 'on Hot slack #ops');
  t.match(await slack.run(), {
    code: 1,
    stderr: /the handler `slack #ops` needs ARBITER_SLACK_TOKEN in the environment/,
  });
  const other = folderWith(t, 'on Hot pager duty');
  t.match(await other.run(), { code: 1, stderr: /no sink is registered for handler kind `pager`/ });
  const chained = folderWith(t, 'on Hot worker W } worker W { input Hot output Reading exec "x"');
  t.match(await chained.run(), { code: 1, stderr: /worker/ });
});
