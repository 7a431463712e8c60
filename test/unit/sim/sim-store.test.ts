/** The simulated store against a trivial model: a list of batches, of which a prefix is durable. */
import fc from 'fast-check';
import t from 'tap';
import type { Batch, Entry, Range } from '#actors';
import { Fault } from '#streams/faults.js';
import { VirtualClock } from '#sim/clock.js';
import type { CrashKind } from '#sim/faults/lives.js';
import type { StoreFaults } from '#sim/faults/store.js';
import { Prng } from '#sim/prng.js';
import { Rows } from '#sim/store/rows.js';
import { SimStore } from '#sim/store/sim-store.js';

const QUIET: StoreFaults = {
  flushMinMs: 5,
  flushMaxMs: 5,
  slowChance: 0,
  slowFlushMs: 0,
  failChance: 0,
  visible: 'when-flushed',
};

function openStore(
  faults: StoreFaults,
  seed = 1,
): { readonly clock: VirtualClock; readonly store: SimStore; readonly durable: Batch[] } {
  const clock = new VirtualClock();
  const durable: Batch[] = [];
  const onDurable = (batch: Batch): void => void durable.push(batch);
  return {
    clock,
    durable,
    store: new SimStore({ clock, prng: new Prng(seed), faults: () => faults, onDurable }),
  };
}

/** A write of row `n` that is chained to row `n - 1` by its guard, as the decision log chains its writes. */
function chained(number: number): Batch {
  const head = (value: number): Uint8Array | null => (value === 0 ? null : Buffer.from(String(value)));
  return {
    guard: { table: 'meta', key: 'head', value: head(number - 1) },
    puts: [
      { table: 'journal', key: String(number).padStart(4, '0'), value: Buffer.from(`value ${number}`) },
      { table: 'meta', key: 'head', value: head(number) ?? Buffer.from('') },
    ],
    removes: [],
  };
}

function journalOf(store: Pick<SimStore, 'range'>): readonly string[] {
  return store.range('journal', { from: '', to: '~', limit: 1000 }).map(({ key }) => key);
}

const settle = (): Promise<void> => new Promise((resume) => setImmediate(resume));

void t.test('rows are what a sorted map would hold', (t) => {
  const key = fc.integer({ min: 0, max: 30 }).map((number) => String(number).padStart(2, '0'));
  const step = fc.record({ key, isRemoval: fc.boolean() });
  const bounds = fc.record({
    from: key,
    to: key,
    limit: fc.integer({ min: 0, max: 10 }),
    reverse: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step), bounds, (steps, range) => {
      const rows = new Rows();
      const model = new Map<string, Uint8Array>();
      for (const [index, { key, isRemoval }] of steps.entries()) {
        if (isRemoval) {
          rows.remove(key);
          model.delete(key);
        } else {
          rows.put(key, Uint8Array.of(index));
          model.set(key, Uint8Array.of(index));
        }
      }
      t.same(rows.range(range), modelRange(model, range));
      t.same(
        rows.copy().range({ from: '', to: '~', limit: 99 }),
        modelRange(model, { from: '', to: '~', limit: 99 }),
      );
    }),
    { seed: 1 },
  );
  t.end();
});

function modelRange(
  model: ReadonlyMap<string, Uint8Array>,
  { from, to, limit, reverse = false }: Range,
): readonly Entry[] {
  const entries = [...model]
    .map(([key, value]) => ({ key, value }))
    .filter(({ key }) => key >= from && key < to);
  entries.sort((a, b) => (a.key < b.key ? -1 : 1));
  if (reverse) entries.reverse();
  return entries.slice(0, limit);
}

void t.test('a crash keeps what was flushed, and of the rest a prefix as its kind says', async (t) => {
  const kinds = fc.constantFrom<CrashKind>('before-commit', 'after-commit', 'torn');
  const given = fc.record({
    seed: fc.integer(),
    flushed: fc.integer({ min: 0, max: 4 }),
    inFlight: fc.integer({ min: 0, max: 4 }),
    kind: kinds,
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ seed, flushed, inFlight, kind }) => {
      const { clock, store, durable } = openStore(QUIET, seed);
      const resolved: number[] = [];
      for (let number = 1; number <= flushed; number++)
        void store.commit(chained(number)).then(() => resolved.push(number));
      clock.advance(20);
      await settle();
      t.equal(resolved.length, flushed);
      const late = Array.from({ length: inFlight }, (_, index) => flushed + index + 1);
      for (const number of late) void store.commit(chained(number)).then(() => resolved.push(number));
      clock.advance(2);
      store.crash(kind);
      clock.advance(100);
      await settle();
      t.equal(resolved.length, flushed, 'promises of a dead store never settle');
      t.throws(() => store.get('meta', 'head'), /dead store/);
      const survivors = durable.length - flushed;
      if (kind === 'before-commit') t.equal(survivors, 0);
      if (kind === 'after-commit') t.equal(survivors, inFlight);
      t.ok(survivors <= inFlight);
      const reopened = store.reopen();
      t.same(
        journalOf(reopened),
        durable.map((_, index) => String(index + 1).padStart(4, '0')),
      );
      await committed(reopened.commit(chained(durable.length + 1)), clock);
    }),
    { seed: 11, numRuns: 60 },
  );
});

async function committed(committing: Promise<void>, clock: VirtualClock): Promise<void> {
  const waiting = committing.then(() => 'done');
  for (let events = 0; events < 100; events++) {
    await settle();
    if (!clock.step()) break;
  }
  await waiting;
}

void t.test('a torn write keeps some batches and loses others', (t) => {
  const survivors = new Set<number>();
  for (let seed = 0; seed < 60; seed++) {
    const { store, durable } = openStore(QUIET, seed);
    for (const number of [1, 2, 3]) void store.commit(chained(number));
    store.crash('torn');
    survivors.add(durable.length);
  }
  t.same(
    [...survivors].sort((a, b) => a - b),
    [0, 1, 2, 3],
  );
  t.end();
});

void t.test('batches in flight share a flush, and reads see them when the faults say', async (t) => {
  for (const visible of ['when-flushed', 'at-once'] as const) {
    const { clock, store } = openStore({ ...QUIET, visible });
    const done: number[] = [];
    for (const number of [1, 2, 3]) void store.commit(chained(number)).then(() => done.push(number));
    t.equal(journalOf(store).length, visible === 'at-once' ? 3 : 0);
    t.equal(journalOf(store.durable).length, 0);
    clock.step();
    clock.step();
    await settle();
    t.same(done, [1, 2, 3], 'the first flush took one, the second the others');
    t.equal(clock.now(), 10);
    t.equal(journalOf(store).length, 3);
  }
});

void t.test(
  'a refused batch leaves nothing behind, and its successors are refused by their guard',
  async (t) => {
    const { clock, store } = openStore({ ...QUIET, failChance: 1 });
    const failed = store.commit(chained(1));
    clock.advance(20);
    await t.rejects(failed, new Fault('store/failed', { values: { reason: 'simulated' }, retryable: true }));
    const calm = openStore(QUIET);
    const conflict = calm.store.commit(chained(2));
    const accepted = calm.store.commit(chained(1));
    calm.clock.advance(20);
    await t.rejects(conflict, { code: 'store/conflict', retryable: false });
    await accepted;
    t.same(journalOf(calm.store), ['0001']);
  },
);

void t.test('closing waits for the flush', async (t) => {
  const { clock, store, durable } = openStore(QUIET);
  void store.commit(chained(1));
  await committed(store.close(), clock);
  t.equal(durable.length, 1);
});
