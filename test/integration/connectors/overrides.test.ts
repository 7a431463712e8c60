/** Goal: overrides in a file and in LMDB keep the same laws. */
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openOverrides, overrideEventJson } from '#app/library.js';
import { storedOverrides } from '#actors/overrides/stored-overrides.js';
import { openStore } from '#connectors/lmdb/store.js';
import { openOverrideFile } from '#connectors/overrides/override-file.js';
import type { Store } from '#actors';
import { Fault } from '#streams/faults.js';
import { HandWatch } from '../../harness/hand-watch.ts';
import { eventsOf, followed, type Opened, overrideLaws } from '../../harness/override-laws.ts';
import { temporaryDirectory } from '../../harness/temporary.ts';

async function inFile(path: string): Promise<Opened> {
  const store = await openOverrideFile(path, { ports: new HandWatch() });
  const close = (): Promise<void> => store.close();
  const reopen = async (): Promise<Opened> => {
    await close();
    return inFile(path);
  };
  return { store, close, reopen };
}

async function inLmdb(directory: string): Promise<Opened> {
  const rows = await openStore({ directory });
  const store = storedOverrides(rows);
  const close = async (): Promise<void> => {
    await store.close();
    await rows.close();
  };
  const reopen = async (): Promise<Opened> => {
    await close();
    return inLmdb(directory);
  };
  return { store, close, reopen };
}

void t.test('in a file', (t) => {
  overrideLaws(t, (t: Test) => inFile(join(temporaryDirectory(t), 'deep', 'overrides.json')));
  t.end();
});

void t.test('in LMDB', (t) => {
  overrideLaws(t, (t: Test) => inLmdb(temporaryDirectory(t)));
  t.end();
});

const RULE = { kind: 'rule', rule: 'Free' } as const;

void t.test('LMDB: a commit that fails changes nothing in force, and is its caller’s to know', async (t) => {
  const rows = await openStore({ directory: temporaryDirectory(t) });
  const failure = new Fault('store/failed', { values: { reason: 'the disk is full' }, retryable: true });
  const failures = [failure];
  const commit: Store['commit'] = (batch) => {
    const next = failures.shift();
    return next === undefined ? rows.commit(batch) : Promise.reject(next);
  };
  const store = storedOverrides({ ...portOf(rows), commit });
  const events = eventsOf(store, 'shop');
  const [first, second] = await Promise.allSettled([
    store.set('shop', RULE, { rollout: 1 }),
    store.set('shop', RULE, (present) => ({ ...present, killSwitch: true })),
  ]);
  t.match(first, { status: 'rejected', reason: failure });
  t.match(second, { status: 'fulfilled', value: { killSwitch: true } });
  t.equal(events.length, 2);
  await rows.close();
});

void t.test('LMDB: another writer comes first, and neither entry is lost', async (t) => {
  const rows = await openStore({ directory: temporaryDirectory(t) });
  const other = storedOverrides(rows);
  let isFirst = true;
  const commit: Store['commit'] = async (batch) => {
    if (isFirst) await other.set('shop', { kind: 'flag', flag: 'f' }, { killSwitch: true });
    isFirst = false;
    await rows.commit(batch);
  };
  const store = storedOverrides({ ...portOf(rows), commit });
  const events = eventsOf(store, 'shop');
  await store.set('shop', RULE, { rollout: 1 });
  t.same(store.read('shop'), { rules: { Free: { rollout: 1 } }, flags: { f: { killSwitch: true } } });
  t.same(followed(events), store.read('shop'));
  const never = storedOverrides({
    ...portOf(rows),
    commit: () => Promise.reject(new Fault('store/conflict')),
  });
  await t.rejects(
    never.set('shop', RULE, { rollout: 2 }),
    { code: 'store/conflict' },
    'it gives up some time',
  );
  await rows.close();
});

void t.test('LMDB: a row that cannot be read stops the opening, with its name', async (t) => {
  const rows = await openStore({ directory: temporaryDirectory(t) });
  const write = (key: string, text: string): Promise<void> =>
    rows.commit({
      guard: { table: 'meta', key: 'none', value: null },
      puts: [{ table: 'override', key, value: Buffer.from(text) }],
      removes: [],
    });
  await write('bundle/shop', '{"rules": {"A": 1}}');
  const shop = 'override row bundle/shop cannot be read: `rules.A` is not an object';
  t.throws(() => storedOverrides(rows), { code: 'store/corrupt', message: shop });
  await write('bundle/shop', '{"rules":');
  t.throws(() => storedOverrides(rows), { code: 'store/corrupt', message: /bundle\/shop cannot be read/ });
  await write('bundle/shop', '{}');
  await write('bundles', '{}');
  t.throws(() => storedOverrides(rows), {
    code: 'store/corrupt',
    message: /row bundles cannot be read: it is of no bundle/,
  });
  await rows.close();
});

/** The port of a store, as an object of its own. */
function portOf(store: Store): Store {
  return {
    commit: (batch) => store.commit(batch),
    get: (table, key) => store.get(table, key),
    range: (table, range) => store.range(table, range),
    close: () => store.close(),
  };
}

void t.test('the library opens either, and its events go out as JSON', async (t) => {
  const folder = temporaryDirectory(t);
  for (const place of [{ file: join(folder, 'live.json') }, { directory: join(folder, 'live') }]) {
    const store = await openOverrides(place);
    const lines: object[] = [];
    store.watch('shop').subscribe((event) => lines.push(overrideEventJson(event)));
    await store.set('shop', RULE, { killSwitch: false });
    await store.set('shop', { kind: 'arm', strategy: 'Route', arm: 'Fast' }, { rollout: 5 });
    await store.set('shop', { kind: 'flag_rule', flag: 'f', index: 0 }, { rollout: 5 });
    await store.set('shop', RULE, {});
    await store.close();
    const off = { kill_switch: false, kill_switch_state: 'off', rollout: null };
    const unset = { kill_switch: null, kill_switch_state: 'unset', rollout: null };
    t.same(lines, [
      { kind: 'snapshot', bundle: 'shop', overrides: {} },
      { kind: 'rule', bundle: 'shop', rule: 'Free', override: off },
      { kind: 'arm', bundle: 'shop', strategy: 'Route', arm: 'Fast', override: { ...unset, rollout: 5 } },
      { kind: 'flag_rule', bundle: 'shop', flag: 'f', index: 0, override: { rollout: 5 } },
      { kind: 'rule', bundle: 'shop', rule: 'Free', override: unset },
    ]);
    const again = await openOverrides(place);
    t.same(Object.keys(again.read('shop')), ['arms', 'flagRules']);
    await again.close();
  }
  const first = await openOverrides({ directory: join(folder, 'live') });
  await t.rejects(openOverrides({ directory: join(folder, 'live') }), { code: 'store/locked' });
  await first.close();
});
