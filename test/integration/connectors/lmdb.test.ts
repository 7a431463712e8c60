/** Goal: the store keeps its contract on a real file: all or nothing, in order, durable when it says so, one process at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Batch, Range, Store } from '#actors';
import { openStore, openStoreReadOnly } from '#connectors/lmdb/store.js';
import { reasonOf } from '#streams/faults.js';
import { startScript } from '../../harness/child.ts';
import { ROOT } from '../../harness/sources.ts';
import { unhooked } from '../../harness/child.ts';
import { temporaryDirectory } from '../../harness/temporary.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
const UNGUARDED: Batch['guard'] = { table: 'meta', key: 'none', value: null };
const ALL: Range = { from: '', to: '~', limit: 1000 };

function put(key: string, value: string, guard: Batch['guard'] = UNGUARDED): Batch {
  return { guard, puts: [{ table: 'journal', key, value: bytes(value) }], removes: [] };
}

function texts(store: Store, range: Range): readonly string[] {
  return store.range('journal', range).map(({ key, value }) => `${key}=${Buffer.from(value).toString()}`);
}

void t.test('reads: rows, ranges and their ends', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  for (const key of ['a/1', 'a/2', 'a/3', 'b/1']) await store.commit(put(key, key.toUpperCase()));
  t.equal(String(store.get('journal', 'a/2')), 'A/2');
  t.equal(store.get('journal', 'a/4'), undefined);
  t.equal(store.get('memory', 'a/2'), undefined, 'tables are apart');
  t.equal(store.get('journal', ''), undefined);
  t.equal(store.get('journal', 'x'.repeat(5000)), undefined);
  t.same(texts(store, { from: 'a/', to: 'a0', limit: 10 }), ['a/1=A/1', 'a/2=A/2', 'a/3=A/3']);
  t.same(
    texts(store, { from: 'a/1', to: 'a/3', limit: 10 }),
    ['a/1=A/1', 'a/2=A/2'],
    'the end is not part of it',
  );
  t.same(texts(store, { from: 'a/1', to: 'a/3', limit: 10, reverse: true }), ['a/2=A/2', 'a/1=A/1']);
  t.same(texts(store, { from: '', to: '~', limit: 1, reverse: true }), ['b/1=B/1']);
  t.same(texts(store, { ...ALL, limit: 2 }), ['a/1=A/1', 'a/2=A/2']);
  t.same(texts(store, { ...ALL, limit: 0 }), []);
  t.same(texts(store, { from: 'b', to: 'a', limit: 9 }), []);
  await store.close();
});

void t.test('a batch is applied whole or not at all', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  const head = (value: string | null): Batch['guard'] => ({
    table: 'meta',
    key: 'head',
    value: value === null ? null : bytes(value),
  });
  const step = (before: string | null, after: string): Batch => ({
    guard: head(before),
    puts: [
      { table: 'meta', key: 'head', value: bytes(after) },
      { table: 'journal', key: `j/${after}`, value: bytes(after) },
    ],
    removes: [{ table: 'journal', key: `j/${before ?? ''}` }],
  });
  const results = await Promise.allSettled([
    store.commit(step(null, '1')),
    store.commit(step('0', 'wrong')),
    store.commit(step('1', '2')),
    store.commit(step(null, 'late')),
    store.commit(step('2', '3')),
  ]);
  t.same(
    results.map(({ status }) => status === 'fulfilled'),
    [true, false, true, false, true],
  );
  for (const result of results) {
    if (result.status === 'rejected') t.match(result.reason, { code: 'store/conflict', retryable: false });
  }
  t.same(texts(store, ALL), ['j/3=3'], 'one flush, the order of the calls, nothing of the refused ones');
  t.equal(String(store.get('meta', 'head')), '3');
  await store.close();
});

void t.test('keys that cannot be are refused before anything is written', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  for (const key of ['x'.repeat(1979), '', 'ü', 'a\u0000b']) {
    const batch = { guard: UNGUARDED, puts: [...put('first', '1').puts, ...put(key, '2').puts], removes: [] };
    await t.rejects(store.commit(batch), { code: 'store/failed', retryable: false, message: /a key/ });
  }
  t.same(texts(store, ALL), []);
  await store.commit(put('x'.repeat(1978), 'long'));
  t.equal(String(store.get('journal', 'x'.repeat(1978))), 'long');
  await store.close();
});

void t.test('a thousand commits at once, and closing waits for them', async (t) => {
  const directory = temporaryDirectory(t);
  const store = await openStore({ directory });
  const order: number[] = [];
  const commits = Array.from({ length: 1000 }, async (_, index) => {
    await store.commit(put(String(index).padStart(4, '0'), `${index}`));
    order.push(index);
  });
  const closing = store.close();
  await t.rejects(store.commit(put('late', '1')), { code: 'store/failed', message: /closed/ });
  await Promise.all([...commits, closing]);
  t.same(
    order,
    [...order].sort((left, right) => left - right),
    'resolved in the order of the calls',
  );
  const reopened = await openStore({ directory });
  t.equal(reopened.range('journal', { ...ALL, limit: 2000 }).length, 1000);
  await reopened.close();
});

void t.test('the last of several writes to a key wins, within a batch and between batches', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  const twice = { guard: UNGUARDED, puts: [...put('k', '1').puts, ...put('k', '2').puts], removes: [] };
  await Promise.all([store.commit(twice), store.commit(put('l', '1')), store.commit(put('l', '2'))]);
  t.same(texts(store, ALL), ['k=2', 'l=2']);
  await store.close();
});

void t.test('values of any size, and more of them than the first map holds', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  const sizes = [0, 1, 4095, 4096, 4097, 1_000_000, 20_000_000];
  for (const size of sizes) {
    const puts = [{ table: 'checkpoint', key: `${size}`, value: Buffer.alloc(size, size % 251) }] as const;
    await store.commit({ guard: UNGUARDED, puts, removes: [] });
  }
  for (const size of sizes) {
    t.ok(
      Buffer.alloc(size, size % 251).equals(store.get('checkpoint', `${size}`) ?? bytes('missing')),
      `${size} bytes`,
    );
  }
  await store.close();
});

void t.test('kill -9: what was acknowledged is there, and no half of anything', async (t) => {
  for (const width of [1, 64]) {
    const directory = temporaryDirectory(t);
    const { process: child, ended } = startScript('test/harness/store-writer.js', [directory, `${width}`]);
    let lines = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length;
      if (lines > 300) child.kill('SIGKILL');
    });
    const { signal, stdout, stderr } = await ended;
    t.equal(signal, 'SIGKILL', stderr);
    const acknowledged = stdout.split('\n').slice(0, -1);
    const store = await openStore({ directory });
    const journal = store.range('journal', { ...ALL, limit: 1e6 }).map(({ key }) => Number(key));
    const decisions = store.range('decision', { ...ALL, limit: 1e6 }).map(({ key }) => Number(key));
    const missing = acknowledged.filter((line) => !journal.includes(Number(line)));
    t.same(missing, [], `${acknowledged.length} acknowledged with ${width} under way`);
    t.same(journal, decisions);
    await store.close();
  }
});

void t.test('reading beside a writer and without one', async (t) => {
  const directory = join(temporaryDirectory(t), 'with.dot', 'store');
  const writer = await openStore({ directory });
  await writer.commit(put('a', '1'));
  const reader = await openStoreReadOnly({ directory });
  t.same(texts(reader, ALL), ['a=1']);
  await writer.commit(put('b', '2'));
  await t.rejects(reader.commit(put('c', '3')), { code: 'store/failed', message: /reading only/ });
  await reader.close();
  await writer.close();
  const later = await openStoreReadOnly({ directory });
  t.same(texts(later, ALL), ['a=1', 'b=2']);
  t.equal(later.get('meta', 'none'), undefined);
  await later.close();
  t.notOk(
    readdirSync(directory).some((file) => file.includes('arbiter.lock')),
    'no lock is left',
  );
});

void t.test('reading where there is no store is refused and creates nothing', async (t) => {
  const directory = temporaryDirectory(t);
  const refused = { code: 'store/no-directory', message: /holds no store/ };
  await t.rejects(openStoreReadOnly({ directory }), refused);
  await t.rejects(openStoreReadOnly({ directory: join(directory, 'missing') }), refused);
  t.same(readdirSync(directory), []);
});

void t.test('a directory belongs to one process', async (t) => {
  const directory = temporaryDirectory(t);
  const store = await openStore({ directory });
  const locked = {
    code: 'store/locked',
    retryable: false,
    message: new RegExp(`in use by process ${process.pid}$`),
  };
  await t.rejects(openStore({ directory }), locked);
  const { stdout } = await startScript('test/harness/store-opener.js', [directory]).ended;
  t.match(stdout, /^store\/locked false .* in use by process \d+$/);
  await store.close();
  const again = await openStore({ directory });
  await again.close();
});

void t.test('of many who open a directory at once, one gets it', async (t) => {
  const directory = temporaryDirectory(t);
  writeFileSync(join(directory, 'arbiter.lock'), '999999999 gone\n');
  const opened = await Promise.allSettled(Array.from({ length: 20 }, () => openStore({ directory })));
  const stores = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  t.equal(stores.length, 1);
  for (const result of opened)
    if (result.status === 'rejected') t.match(result.reason, { code: 'store/locked' });
  await stores[0]?.close();
});

void t.test(
  'the lock of a process that is gone is taken over, also when its number is used again',
  async (t) => {
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'close');
    for (const lock of [`${ended.pid} -\n`, `${process.pid} another-boot:12345\n`, '', 'nonsense']) {
      const directory = temporaryDirectory(t);
      writeFileSync(join(directory, 'arbiter.lock'), lock);
      const store = await openStore({ directory });
      await store.close();
    }
    t.pass('all were taken over');
  },
);

void t.test('a directory that cannot be used is refused with the reason', async (t) => {
  const place = temporaryDirectory(t);
  writeFileSync(join(place, 'file'), '');
  await t.rejects(openStore({ directory: join(place, 'file') }), {
    code: 'store/no-directory',
    message: /a file has this name/,
  });
  await t.rejects(openStore({ directory: join(place, 'file', 'below') }), {
    code: 'store/no-directory',
    message: /is a file/,
  });
  const unwritable = join(place, 'unwritable');
  mkdirSync(unwritable);
  chmodSync(place, 0o755);
  chmodSync(unwritable, 0o555);
  t.match(await openAsOrdinaryUser(unwritable), /^store\/no-directory false .*permission denied$/);
  chmodSync(unwritable, 0o755);
});

/** Permissions do not stop root, so root gives up what overrides them; another user might not reach a private checkout. */
async function openAsOrdinaryUser(directory: string): Promise<string> {
  const drop = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
  const asOrdinary = process.getuid?.() === 0 ? drop : [];
  const script = join(ROOT, 'dist/test/harness/store-opener.js');
  const [program, ...args] = unhooked('/usr/bin/env', ...asOrdinary, process.execPath, script, directory);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output;
}

void t.test(
  'a file that cannot grow fails the commit, keeps what there was and can be tried again',
  async (t) => {
    const directory = temporaryDirectory(t);
    const script = join(ROOT, 'dist/test/harness/store-opener.js');
    const command = `ulimit -f 4000; exec '${process.execPath}' '${script}' '${directory}' 100`;
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    t.match(output, /^store\/failed true the store failed: .*disk full/);
    const store = await openStore({ directory });
    const rows = store.range('journal', ALL);
    t.ok(rows.length > 5 && rows.length < 100, `${rows.length} rows`);
    t.ok(rows.every(({ value }) => value.length === 100_000));
    await store.commit(put('more', '1')).catch((error: unknown) => t.fail(reasonOf(error)));
    await store.close();
  },
);
