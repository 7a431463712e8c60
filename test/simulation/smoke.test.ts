/**
 * Whole runs under seeds: a small program with every fault, the same seed twice, and a store with a planted mistake that the
 * checkers must find. The seeds are pinned; `arbiter simulate` runs fresh ones.
 */
import t from 'tap';
import { simulate, simulateSeed } from '#sim';
import { eagerStore } from '../harness/eager-store.ts';
import { paymentsInput } from '../harness/payments.ts';

const SMALL = { workload: { facts: 60 } };

void t.test('twenty seeds with every fault keep every promise', async (t) => {
  const report = await simulate(paymentsInput(), { from: 1, count: 20, overrides: SMALL });
  t.equal(report.failure, null);
  t.equal(report.seeds, 20);
  t.ok(report.crashes > 10, `${report.crashes} crashes`);
  t.ok(
    report.delivered > report.published / 2,
    `${report.delivered} deliveries of ${report.published} facts`,
  );
});

void t.test('the same seed gives the same report, another seed another one', async (t) => {
  const input = paymentsInput();
  const [first, again, other] = [
    await simulateSeed(input, 5, SMALL),
    await simulateSeed(input, 5, SMALL),
    await simulateSeed(input, 6, SMALL),
  ];
  t.same(again, first);
  t.not(other.audit.hash, first.audit.hash);
});

void t.test('a store that resolves before it is durable is found', async (t) => {
  const planted = { ...paymentsInput(), aroundStore: eagerStore };
  const overrides = { ...SMALL, store: { visible: 'at-once', failChance: 0 } } as const;
  const { failure } = await simulate(planted, { from: 1, count: 200, overrides });
  t.equal(failure?.finding?.checker, 'durable-first');
  t.match(failure?.finding?.message, /before (?:it|its effect) was durable/);
});
