/** Goal: a failed delivery is tried again as the handler says, and becomes a dead letter when that is over. In virtual time. */
import t from 'tap';
import type { Sink, Store } from '#actors';
import { Fault } from '#streams/faults.js';
import { START, virtualSystem } from '../../harness/virtual-system.ts';

function program(handlers: string): string {
  return `
fact Reading { value: number }
outcome Hot { value: number }
expert rule Hot per_fact { when { any r in facts.Reading { r.value > 80 } } then emit Hot { value: r.value } }
arbiter boiler { stream Reading source Reading retain last 10 ${handlers} }`;
}

interface Attempt {
  readonly at: number;
  readonly value: unknown;
}

/** Refuses values, for good or not; notes when it was asked. */
function refusing(now: () => number, refusal: (value: unknown) => 'no' | 'later' | 'never') {
  const attempts: Attempt[] = [];
  const sink: Sink = {
    deliver: ({ params }) => {
      const { value } = params;
      attempts.push({ at: now() - START, value });
      const answer = refusal(value);
      if (answer === 'no') return Promise.resolve();
      const values = { target: 'pager', reason: answer };
      return Promise.reject(new Fault('sink/failed', { values, retryable: answer === 'later' }));
    },
  };
  return { attempts, sink };
}

async function runWith(handler: string, refusal: (value: unknown) => 'no' | 'later' | 'never') {
  let now = (): number => START;
  const { attempts, sink } = refusing(() => now(), refusal);
  const running = await virtualSystem(program(handler), { pager: sink });
  now = () => running.clock.now();
  await running.publish('Reading', 'a', { value: 90 });
  await running.publish('Reading', 'b', { value: 91 });
  await running.runFor(3_600_000);
  return { attempts, ...running };
}

function pauses(attempts: readonly Attempt[]): readonly number[] {
  return attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
}

void t.test('`retry` counts the attempts after the first, `backoff` is the first pause', async (t) => {
  const { attempts, published } = await runWith('on Hot pager duty retry 3 backoff 2s', (value) =>
    value === 90 ? 'later' : 'no',
  );
  const first = attempts.filter(({ value }) => value === 90);
  t.same(pauses(first), [2000, 4000, 8000], 'doubled each time');
  t.equal(attempts.filter(({ value }) => value === 91).length, 1, 'the next one comes behind it');
  t.equal(attempts.at(-1)?.value, 91);
  t.same(
    published.map(({ subject, headers }) => [subject, headers.get('arb-reason')]),
    [['arb.dead.boiler', 'delivery to pager failed: later']],
  );
});

void t.test('`retry 0` tries once', async (t) => {
  const { attempts, published } = await runWith('on Hot pager duty retry 0', () => 'later');
  t.same(
    attempts.map(({ value }) => value),
    [90, 91],
  );
  t.equal(published.length, 2);
});

void t.test('a declared pause may be longer than the longest of the runtime', async (t) => {
  const { attempts } = await runWith('on Hot pager duty retry 2 backoff 5m', () => 'later');
  t.same(pauses(attempts.filter(({ value }) => value === 90)), [300_000, 300_000]);
});

void t.test('without them the limits of the system hold', async (t) => {
  const { attempts, published } = await runWith('on Hot pager duty', (value) =>
    value === 90 ? 'later' : 'no',
  );
  const first = attempts.filter(({ value }) => value === 90);
  t.equal(first.length, 20);
  t.same(pauses(first).slice(0, 4), [100, 200, 400, 800]);
  t.equal(published.length, 1);
});

void t.test('what trying again cannot help is given up at once', async (t) => {
  const { attempts, published } = await runWith('on Hot pager duty retry 9', () => 'never');
  t.same(
    attempts.map(({ value }) => value),
    [90, 91],
  );
  t.equal(published.length, 2);
});

void t.test('one target that fails holds up no other', async (t) => {
  const { attempts, published } = await runWith(
    'on Hot pager duty retry 3 backoff 2s on Hot nats',
    () => 'later',
  );
  t.equal(attempts.length, 8);
  t.same(
    published.slice(0, 2).map(({ headers }) => headers.get('ce-type')),
    ['arbiter.outcome.Hot', 'arbiter.outcome.Hot'],
  );
});

void t.test('a store that fails takes no attempt from a target', async (t) => {
  let failures = 3;
  const failing = (store: Store): Store => ({
    get: (table, key) => store.get(table, key),
    range: (table, range) => store.range(table, range),
    close: () => store.close(),
    commit: (batch) => {
      const isSettlement = batch.removes.some(({ table }) => table === 'outbox');
      if (!isSettlement || failures === 0) return store.commit(batch);
      failures -= 1;
      return Promise.reject(new Fault('store/failed', { values: { reason: 'full' }, retryable: true }));
    },
  });
  let asked = 0;
  const { attempts, sink } = refusing(
    () => START,
    (value) => (value === 91 && (asked += 1) === 1 ? 'later' : 'no'),
  );
  const { publish, runFor, published } = await virtualSystem(
    program('on Hot pager duty retry 1'),
    { pager: sink },
    failing,
  );
  await publish('Reading', 'a', { value: 90 });
  await runFor(60_000);
  t.equal(failures, 0);
  await publish('Reading', 'b', { value: 91 });
  await runFor(60_000);
  t.same(
    attempts.map(({ value }) => value),
    [90, 91, 91],
  );
  t.same(published, [], 'nothing is given up');
});
