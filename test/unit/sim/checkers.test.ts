/**
 * Every checker passes a good run and finds a violation made by hand. One small run is observed once; each test changes one
 * thing in what was observed.
 */
import t from 'tap';
import type { Store, Table } from '#actors';
import { checkAuditChain } from '#sim/checkers/audit-chain.js';
import { findBreach } from '#sim/checkers/checkers.js';
import { checkConsistentContent } from '#sim/checkers/consistent-content.js';
import { checkDecidedOnce } from '#sim/checkers/decided-once.js';
import { checkDurableFirst } from '#sim/checkers/durable-first.js';
import { checkNothingInvented } from '#sim/checkers/nothing-invented.js';
import { checkNothingLost } from '#sim/checkers/nothing-lost.js';
import { checkOrder } from '#sim/checkers/order.js';
import { checkReference } from '#sim/checkers/reference.js';
import { checkRestoredState } from '#sim/checkers/restored-state.js';
import type { ObservedDelivery } from '#sim/observation/delivery.js';
import { Ledger } from '#sim/observation/ledger.js';
import { type Observation, observe, readAudit } from '#sim/observation/observation.js';
import { drawOptions } from '#sim/options.js';
import { run } from '#sim/run.js';
import { delivery } from '../../harness/deliveries.ts';
import { paymentsInput } from '../../harness/payments.ts';

const SEED = 3;
const OPTIONS = {
  workload: { facts: 60, spoilChance: 0.2, repeatChance: 0.2, anonymousChance: 0.2 },
  limits: { checkpointEvery: 4 },
};

async function observed(): Promise<Observation> {
  const input = paymentsInput();
  const { world } = await run(input, drawOptions(SEED, OPTIONS), 'calm');
  const { limits, ledger, durable } = world;
  const { program, bundle } = input;
  return observe({ program, bundle: bundle.digest, limits, ledger, durable, reference: readAudit(durable) });
}

const good = await observed();

function withDeliveries(deliveries: readonly ObservedDelivery[]): Observation {
  return { ...good, ledger: { ...ledgerOf(good), deliveries: [...deliveries] } };
}

function ledgerOf({ ledger }: Observation): Observation['ledger'] {
  const { stream, deliveries, premature, overlaps } = ledger;
  return { stream, deliveries, premature, overlaps };
}

/** The same store with the rows of one table changed on reading. */
function withRows(table: Table, change: (value: Uint8Array | undefined) => Uint8Array | undefined): Store {
  const { store } = good;
  return {
    ...store,
    get: (from, key) => (from === table ? change(store.get(from, key)) : store.get(from, key)),
  };
}

/** Two neighbours that fulfil a condition. */
function pairOf<Element>(
  list: readonly Element[],
  fits: (a: Element, b: Element) => boolean,
): readonly [number, number] {
  for (const [first, a] of list.entries()) {
    const second = list.findIndex((b, index) => index > first && fits(a, b));
    if (second >= 0) return [first, second];
  }
  throw new Error('the observed run has no such pair');
}

function swapped<Element>(
  list: readonly Element[],
  [first, second]: readonly [number, number],
): readonly Element[] {
  return list.map((element, index) => {
    if (index === first) return list[second] ?? element;
    return index === second ? (list[first] ?? element) : element;
  });
}

void t.test('a good run passes', (t) => {
  t.equal(findBreach(good), null);
  t.ok(
    good.ledger.deliveries.length > 20 && good.lanes.length > 4 && good.audit.length > 60,
    'and has something to check',
  );
  t.end();
});

void t.test('consistent-content', (t) => {
  const { deliveries } = good.ledger;
  t.equal(
    checkConsistentContent(withDeliveries([...deliveries, ...deliveries])),
    null,
    'repetitions are allowed',
  );
  const other = deliveries.slice(0, 1).map((first) => ({ ...first, content: 'other' }));
  t.match(
    checkConsistentContent(withDeliveries([...deliveries, ...other])),
    /was delivered as .* and as other/,
  );
  t.end();
});

void t.test('durable-first', (t) => {
  const ledger = new Ledger();
  ledger.noteSettled('accounts', delivery(7));
  t.match(checkDurableFirst({ ...good, ledger }), /message 7 .* before its effect was durable/);
  const [first] = good.ledger.deliveries;
  const early = new Ledger();
  if (first !== undefined) early.noteDelivery(first);
  t.match(checkDurableFirst({ ...good, ledger: early }), /was delivered to .* before it was durable/);
  t.end();
});

void t.test('nothing-lost', (t) => {
  const { deliveries } = good.ledger;
  t.match(
    checkNothingLost(withDeliveries(deliveries.filter(({ standsFor }) => standsFor !== ''))),
    /was not delivered/,
  );
  t.match(
    checkNothingLost(withDeliveries(deliveries.filter(({ standsFor }) => standsFor === ''))),
    /no dead letter/,
  );
  const row = { key: 'stdout/1/0', value: Buffer.from('{}') };
  const store: Store = {
    ...good.store,
    range: (table, range) => (table === 'outbox' ? [row] : good.store.range(table, range)),
  };
  t.match(checkNothingLost({ ...good, store }), /outbox still holds stdout/);
  t.end();
});

void t.test('nothing-invented', (t) => {
  const { deliveries } = good.ledger;
  const invented = (change: Partial<ObservedDelivery>, from = ''): readonly ObservedDelivery[] =>
    deliveries
      .filter(({ standsFor }) => (standsFor === '') === (from === ''))
      .slice(0, 1)
      .map((each) => ({ ...each, ...change }));
  t.match(checkNothingInvented(withDeliveries(invented({ id: 'x' }))), /no committed decision asks/);
  t.match(checkNothingInvented(withDeliveries(invented({ params: '{}' }))), /decided as/);
  t.match(
    checkNothingInvented(withDeliveries(invented({ standsFor: 'y' }, 'letters'))),
    /no recorded failure asks/,
  );
  t.end();
});

void t.test('order', (t) => {
  const { deliveries } = good.ledger;
  const isOneLine = (a: ObservedDelivery, b: ObservedDelivery): boolean =>
    a.target === b.target &&
    a.arbiter === b.arbiter &&
    a.key === b.key &&
    a.standsFor === '' &&
    a.id !== b.id;
  t.match(
    checkOrder(withDeliveries(swapped(deliveries, pairOf(deliveries, isOneLine)))),
    /after later outcomes/,
  );
  t.match(
    checkOrder({ ...good, ledger: { ...ledgerOf(good), overlaps: ['stdout'] } }),
    /delivery to stdout began/,
  );
  const lanes = good.lanes.map((lane) => ({ ...lane, steps: [...lane.steps].reverse() }));
  t.match(checkOrder({ ...good, lanes }), /is decided at|holds message/);
  const repeated = good.lanes.map((lane) => ({ ...lane, steps: lane.steps.flatMap((step) => [step, step]) }));
  t.match(checkOrder({ ...good, lanes: repeated }), /holds message \d+ after/);
  t.end();
});

void t.test('decided-once', (t) => {
  const { stream } = good.ledger;
  const unseen = stream
    .filter(({ id }) => id !== '')
    .slice(0, 1)
    .map((message) => ({ ...message, id: 'unseen' }));
  const withStream = (changed: typeof stream): Observation => ({
    ...good,
    ledger: { ...ledgerOf(good), stream: changed },
  });
  t.match(checkDecidedOnce(withStream([...stream, ...unseen])), /\(unseen\) was never decided/);
  t.match(checkDecidedOnce(withStream(stream.slice(0, -20))), /more often than the stream holds it/);
  const twice = good.lanes.map((lane) => ({ ...lane, steps: lane.steps.flatMap((step) => [step, step]) }));
  t.match(checkDecidedOnce({ ...good, lanes: twice }), /was decided 2 times/);
  const sameId = stream.map((message) => (message.id === '' ? message : { ...message, id: 'same' }));
  t.match(checkDecidedOnce(withStream(sameId)), /\(same\) was decided .* though it repeats another/);
  t.end();
});

void t.test('audit-chain', (t) => {
  const { audit } = good;
  // What is missing at the end is missed by the head of the chain, or by the journal if it was a decision.
  t.match(
    checkAuditChain({ ...good, audit: audit.slice(0, -1) }),
    /the chain ends at row|stand beside \d+ audited decisions/,
  );
  t.match(
    checkAuditChain({ ...good, audit: audit.filter((_, index) => index !== 3) }),
    /row 5 follows row 3/,
  );
  const forged = audit.map((row) => ({ ...row, entry: { ...row.entry, at: row.entry.at + 1 } }));
  t.match(checkAuditChain({ ...good, audit: forged }), /hash of row 1/);
  t.match(
    checkAuditChain({ ...good, store: withRows('decision', () => Buffer.from('{}')) }),
    /decision .* is not the audited one/,
  );
  t.match(
    checkAuditChain({ ...good, store: withRows('journal', () => undefined) }),
    /journal record .* is not the audited one/,
  );
  t.match(checkAuditChain({ ...good, lanes: [] }), /0 journal records stand beside \d+ audited decisions/);
  t.end();
});

void t.test('restored-state', (t) => {
  const lanes = good.lanes.map((lane) => ({
    ...lane,
    steps: lane.steps.map((step) => ({ ...step, decisionBytes: undefined })),
  }));
  t.match(checkRestoredState({ ...good, lanes }), /replaying record 1 gives another decision/);
  const older = withRows('checkpoint', (value) => {
    const text = Buffer.from(value ?? '').toString('utf8');
    return value === undefined ? value : Buffer.from(text.replace(/"rounds":\d+/, '"rounds":99999'));
  });
  t.match(checkRestoredState({ ...good, store: older }), /restored session differs/);
  t.end();
});

void t.test('reference', (t) => {
  const { audit } = good;
  const isOurs = (index: number): boolean => {
    const entry = audit[index]?.entry;
    return entry?.kind === 'decision' && entry.arbiter === 'accounts';
  };
  const other = audit.map((row, index) =>
    isOurs(index) ? { ...row, entry: { ...row.entry, decisionDigest: 'x' } } : row,
  );
  t.match(checkReference({ ...good, reference: other }), /is another one/);
  t.match(
    checkReference({ ...good, reference: audit.filter((_, index) => !isOurs(index)) }),
    /there is no decision/,
  );
  t.match(
    checkReference({ ...good, audit: audit.filter((_, index) => !isOurs(index)) }),
    /there is a decision/,
  );
  t.equal(checkReference({ ...good, reference: null }), null);
  t.end();
});
