/** Goal: facts come out of files and answers as they are written, and everything that is wrong with them has one readable reason. */
import { createServer, type ServerResponse } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { loadFacts } from '#app/load-facts.js';
import { loadSource } from '#connectors/sources/load.js';
import { readRecords } from '#connectors/sources/read.js';
import { snapshotOf } from '#connectors/sources/snapshot.js';
import { compile } from '#lang';
import { temporaryDirectory } from '../../harness/temporary.ts';

const folder = temporaryDirectory(t);

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function csv(text: string, texts: readonly string[] = []) {
  const isText = (type: string, field: string): boolean => texts.includes(`${type}.${field}`);
  return snapshotOf('it', readRecords('csv', text, { target: 'it', isText }));
}

void t.test('csv: cells are what they look like, unless they are declared as text', (t) => {
  const text = `\uFEFF# positions of today
Type,KEY,n,flag,name,zip,blank
Position,p1,1.50,true," a, ""b"" ",0815,
# in between
Position,p2,-2e3,FALSE,12,10115,

,p3,1,,,,
Position,,1,,,,
Position,p4,12345678901234567,,,,x
`;
  t.same(csv(text, ['Position.name', 'Position.zip']), {
    facts: [
      { type: 'Position', key: 'p1', fields: { n: 1.5, flag: true, name: ' a, "b" ', zip: '0815' } },
      { type: 'Position', key: 'p2', fields: { n: -2000, flag: 'FALSE', name: '12', zip: '10115' } },
      { type: 'Position', key: 'p4', fields: { n: '12345678901234567', blank: 'x' } },
    ],
    skipped: 2,
  });
  t.same(csv('type,key,zip\nPosition,1,0815').facts, [
    { type: 'Position', key: '1', fields: { zip: '0815' } },
  ]);
  t.same(csv('type,key\n').facts, []);
  t.end();
});

void t.test('csv: what is wrong with it', (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /it has no header line/],
    ['key,n\nk,1', /it has no column `type`/],
    ['type,n\nk,1', /it has no column `key`/],
    ['type,key,n,n\nT,k,1,2', /it has two columns `n`/],
    ['type,key\nT,k,1', /Invalid Record Length/],
    ['type,key\nT,"k', /Quote Not Closed/],
    ['type,key\nT,k\nT,k', /the fact `T` `k` is there twice/],
  ];
  for (const [text, message] of cases) t.throws(() => csv(text), { code: 'source/failed', message }, text);
  t.end();
});

void t.test('json and jsonl: fields beside type and key, or in `fields`', (t) => {
  const reading = { target: 'it', isText: () => false };
  const list = JSON.stringify([
    { type: 'T', key: 'a', n: 1, fields: 'mine' },
    { type: 'T', key: 'b', fields: { n: 2 } },
    { type: 'T', key: 3 },
    null,
    'x',
  ]);
  const lines = `# comment\n// another\n\n{"type":"T","key":"a","n":1}\r\n  {"type":"T","key":"b","__proto__":{"polluted":true}}\n`;
  t.same(snapshotOf('it', readRecords('json', list, reading)), {
    facts: [
      { type: 'T', key: 'a', fields: { n: 1, fields: 'mine' } },
      { type: 'T', key: 'b', fields: { n: 2 } },
    ],
    skipped: 3,
  });
  const { facts } = snapshotOf('it', readRecords('jsonl', lines, reading));
  t.same(
    facts.map(({ key }) => key),
    ['a', 'b'],
  );
  t.notOk('polluted' in {});
  t.throws(() => readRecords('json', '{}', reading), { message: /it is no list of facts/ });
  t.throws(() => readRecords('json', '[', reading), { code: 'source/failed' });
  t.throws(() => readRecords('jsonl', '{}\n{', reading), { message: /line 2: / });
  t.end();
});

void t.test('files', async (t) => {
  const facts = [{ type: 'T', key: 'a', fields: { n: 1 } }];
  for (const [name, content] of [
    ['facts.csv', 'type,key,n\nT,a,1\n'],
    ['facts.JSON', '[{"type":"T","key":"a","n":1}]'],
    ['facts.jsonl', '{"type":"T","key":"a","n":1}'],
    ['facts.ndjson', '{"type":"T","key":"a","fields":{"n":1}}'],
  ] as const) {
    t.same(await loadSource(written(name, content)), { facts, skipped: 0 }, name);
    t.same(await loadSource(name, { directory: folder }), { facts, skipped: 0 }, `${name} in its folder`);
  }
  await t.rejects(loadSource(join(folder, 'none.csv')), {
    message: /none\.csv cannot be loaded: it does not exist/,
  });
  await t.rejects(loadSource(written('bad.csv', Buffer.from([0xff, 0xfe, 0x00]))), {
    message: /it is not UTF-8/,
  });
  await t.rejects(loadSource(written('facts.xlsx', '')), { code: 'source/unknown' });
  await t.rejects(loadSource('facts'), { code: 'source/unknown' });
  const limits = { bytesMax: 10, timeoutMs: 1000 };
  await t.rejects(loadSource(join(folder, 'facts.csv'), { limits }), { message: /more than 10 bytes/ });
});

async function serving(
  t: Test,
  answering: (response: ServerResponse, path: string, authorization: string | undefined) => unknown,
): Promise<string> {
  const server = createServer((request, response) =>
    answering(response, request.url ?? '', request.headers.authorization),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
}

void t.test('addresses', async (t) => {
  const answers: Readonly<Record<string, readonly [status: number, type: string, body: string]>> = {
    '/facts': [200, 'application/json; charset=utf-8', '[{"type":"T","key":"a","n":1}]'],
    '/export?day=1': [200, 'text/csv', 'type,key,n\nT,a,1'],
    '/export.csv?day=1': [200, 'application/octet-stream', 'type,key,n\nT,a,1'],
    '/lines': [200, 'application/x-ndjson', '{"type":"T","key":"a","n":1}\n'],
    '/none': [204, 'application/json', ''],
    '/broken': [500, 'text/plain', 'oops'],
    '/page': [200, 'text/html', '<html>'],
  };
  const url = await serving(t, (response, path, authorization) => {
    if (path === '/private') {
      t.equal(authorization, `Basic ${Buffer.from('user:p@ss').toString('base64')}`);
      return response.end('[]');
    }
    const [status, type, body] = answers[path] ?? [404, 'text/plain', ''];
    return response.writeHead(status, { 'content-type': type }).end(body);
  });
  for (const path of Object.keys(answers).slice(0, 4))
    t.same((await loadSource(url + path)).facts, [{ type: 'T', key: 'a', fields: { n: 1 } }], path);
  await t.rejects(loadSource(`${url}/none`), { message: /it answered 204/ });
  await t.rejects(loadSource(`${url}/broken`), { message: /it answered 500/, retryable: true });
  await t.rejects(loadSource(`${url}/page`), { message: /cannot be loaded: / });
  await t.rejects(loadSource(`${url}/facts`, { limits: { bytesMax: 5, timeoutMs: 1000 } }), {
    message: /more than 5 bytes/,
  });
  const hanging = await serving(t, () => undefined);
  await t.rejects(loadSource(hanging, { limits: { bytesMax: 5, timeoutMs: 100 } }), {
    message: /no answer within 100 ms/,
  });
  t.same((await loadSource(url.replace('http://', 'http://user:p%40ss@') + '/private')).facts, []);
  const failed = await loadSource('http://user:hunter2@127.0.0.1:9/x').catch((error: Error) => error.message);
  t.notMatch(failed, /hunter2/);
  t.match(failed, /cannot be loaded/);
});

void t.test('a program says which cells are text', async (t) => {
  const text =
    'fact P { zip: string n: number amount: decimal<currency> kind: enum("a", "1") at: timestamp }';
  const { program } = compile({ name: 'a.arb', text }, 'a');
  if (program === null) throw new Error('it compiles');
  const path = written(
    'p.csv',
    'type,key,zip,n,amount,kind,at\nP,k,123,5,1.10 EUR,1,2026-01-01T00:00:00Z\nQ,k,123,5,1,1,1\n',
  );
  t.same(await loadFacts(path, program), [
    {
      type: 'P',
      key: 'k',
      fields: { zip: '123', n: 5, amount: '1.10 EUR', kind: '1', at: '2026-01-01T00:00:00Z' },
    },
    { type: 'Q', key: 'k', fields: { zip: 123, n: 5, amount: 1, kind: 1, at: 1 } },
  ]);
  t.same((await loadFacts(path))[0]?.fields?.['zip'], 123);
});
