/**
 * A store with the mistake that is easiest to make with LMDB: `commit` resolves when the batch is visible, not when it is on disk. What
 * was acknowledged or delivered on its word is lost by a crash. The simulator must find it.
 */
import type { Batch, Store } from '#actors';

export function eagerStore(store: Store): Store {
  return {
    get: (table, key) => store.get(table, key),
    range: (table, range) => store.range(table, range),
    close: () => store.close(),
    commit: (batch: Batch) => {
      store.commit(batch).catch(() => undefined);
      return Promise.resolve();
    },
  };
}
