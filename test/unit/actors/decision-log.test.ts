/** The writer of record: many writes under way, one chain; a failed write takes those behind it along and leaves no gap. */
import t from 'tap';
import { verifyAudit } from '#actors/audit/verify.js';
import { DecisionLog, type Write } from '#actors/decision-log.js';
import type { Batch, Store } from '#actors/ports.js';
import { Fault } from '#streams/faults.js';
import { openStore } from '#connectors/lmdb/store.js';
import { temporaryDirectory } from '../../harness/temporary.ts';

function entry(at: number): Write {
  return { entries: [{ kind: 'start', at, bundle: 'b', name: 'n' }], puts: [], removes: [] };
}

void t.test('writes handed over together are chained in order', async (t) => {
  const store = await openStore({ directory: temporaryDirectory(t) });
  t.teardown(() => store.close());
  const log = new DecisionLog(store);
  await Promise.all(Array.from({ length: 50 }, (_, at) => log.append(() => entry(at))));
  t.equal(log.head.sequence, 50);
  t.equal(log.durable, 50);
  t.same(verifyAudit(store).findings, []);
  t.equal(new DecisionLog(store).head.hash, log.head.hash, 'a later process continues it');
});

void t.test(
  'what is behind a failed write fails too, may be tried again, and the chain has no gap',
  async (t) => {
    const store = await openStore({ directory: temporaryDirectory(t) });
    t.teardown(() => store.close());
    const log = new DecisionLog(failingOnce(store, 3));
    const attempts = await Promise.allSettled(
      Array.from({ length: 6 }, (_, at) => log.append(() => entry(at))),
    );
    t.same(
      attempts.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected', 'rejected'],
    );
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') t.ok(attempt.reason instanceof Fault && attempt.reason.retryable);
    }
    await log.append(() => entry(99));
    t.equal(log.head.sequence, 3);
    t.equal(log.durable, 3);
    t.same(verifyAudit(store).findings, []);
  },
);

/** The n-th commit fails; every other one goes through to the store. */
function failingOnce(store: Store, nth: number): Store {
  const counted = { commits: 0 };
  return {
    get: (table, key) => store.get(table, key),
    range: (table, range) => store.range(table, range),
    close: () => store.close(),
    commit: (batch: Batch) => {
      counted.commits += 1;
      const fails = counted.commits === nth;
      return fails
        ? Promise.reject(new Fault('store/failed', { values: { reason: 'planted' }, retryable: true }))
        : store.commit(batch);
    },
  };
}
