/** Goal: an index gives no fewer facts than are equal, and whoever asked it is stale when that may have changed. */
import t from 'tap';
import { Decimal } from '#engine/decimal.js';
import { Fact } from '#engine/fact.js';
import { Reader } from '#engine/match/cell.js';
import { FactIndex } from '#engine/match/fact-index.js';
import { FactTable } from '#engine/match/fact-table.js';
import type { Value, ValueRecord } from '#engine/value.js';

class Asker extends Reader {
  isStale = false;

  override becomeStale(): void {
    this.isStale = true;
  }
}

function put(table: FactTable, key: string, fields: ValueRecord): void {
  table.turn(key, table.get(key), new Fact({ type: 'F', key }, fields, { at: 0, round: 0 }));
}

function indexed(fields: readonly string[], facts: Readonly<Record<string, ValueRecord>> = {}) {
  const table = new FactTable('F');
  for (const [key, values] of Object.entries(facts)) put(table, key, values);
  const index = new FactIndex(table, fields);
  const found = (...values: readonly Value[]): string =>
    index
      .find(values, null)
      .map(({ key }) => key)
      .join(' ');
  return { table, index, found };
}

/** One that has asked for values, and hears of what changes. */
function askerOf(index: FactIndex, ...values: readonly Value[]): Asker {
  const asker = new Asker();
  index.find(values, asker);
  return asker;
}

const RATIO = Decimal.parse('2') ?? null;

void t.test('by one field: kinds are told apart, -0 and 0 are not', (t) => {
  const { table, found } = indexed(['n'], {
    b: { n: 1 },
    a: { n: 1 },
    c: { n: '1' },
    d: { n: -0 },
    e: { n: 0 },
    f: { n: true },
    g: { n: null },
    h: {},
  });
  t.same([found(1), found('1'), found(true), found(false), found(2)], ['a b', 'c', 'f', '', '']);
  t.same([found(0), found(-0)], ['d e', 'd e']);
  t.equal(found(null), 'g h', 'what is absent is null');
  put(table, 'a', { n: 2 });
  table.turn('b', table.get('b'), undefined);
  t.same([found(1), found(2)], ['', 'a']);
  t.end();
});

void t.test('by several fields', (t) => {
  const { table, found } = indexed(['x', 'y'], { a: { x: 1, y: 2 }, b: { x: 2, y: 1 }, c: { x: '1', y: 2 } });
  t.same([found(1, 2), found(2, 1), found('1', 2), found(1, 1), found('1,2', '')], ['a', 'b', 'c', '', '']);
  put(table, 'd', { x: -0, y: null });
  t.same([found(0, null), found(-0, null)], ['d', 'd']);
  put(table, 'a', { x: 2, y: 1 });
  t.same([found(1, 2), found(2, 1)], ['', 'a b']);
  t.end();
});

void t.test('by the key of the fact, and its other pseudo-fields', (t) => {
  const { found } = indexed(['key'], { a: { key: 'hidden' }, b: {} });
  t.same([found('a'), found('hidden')], ['a', '']);
  t.equal(indexed(['type'], { a: {} }).found('F'), 'a');
  t.equal(indexed(['__round'], { a: {} }).found(0), 'a');
  t.end();
});

void t.test('amounts, lists and records fall back to all facts', (t) => {
  const { table, found } = indexed(['n'], { a: { n: 1 }, b: { n: 2 } });
  for (const value of [RATIO, ['a'], { n: 1 }]) {
    t.equal(found(value), 'a b', 'one that asks for them');
    put(table, 'c', { n: value });
    t.equal(found(2), 'a b c', 'a fact that has one may equal a number');
    table.turn('c', table.get('c'), undefined);
    t.equal(found(2), 'b');
  }
  put(table, 'c', { n: RATIO });
  put(table, 'd', { n: RATIO });
  put(table, 'c', { n: 2 });
  t.equal(found(2), 'a b c d', 'as long as there is one');
  put(table, 'd', { n: 2 });
  t.equal(found(2), 'b c d');
  const two = indexed(['x', 'y'], { a: { x: 1, y: RATIO }, b: { x: 2, y: 2 } });
  t.equal(two.found(1, 2), 'a b');
  t.end();
});

void t.test('whoever asked is stale when its facts change, and not by others', (t) => {
  const { table, index } = indexed(['n'], { a: { n: 1 } });
  const changes: readonly (readonly [what: string, stale: readonly Value[], change: () => void])[] = [
    ['added', [1], () => put(table, 'b', { n: 1 })],
    ['replaced by an equal key', [1], () => put(table, 'b', { n: 1, m: 5 })],
    ['moved', [1, 2], () => put(table, 'b', { n: 2 })],
    ['removed', [2], () => table.turn('b', table.get('b'), undefined)],
    ['the first of its key', [3], () => put(table, 'c', { n: 3 })],
    ['the last of its key', [3], () => table.turn('c', table.get('c'), undefined)],
    ['one without a key', [1, 2, 3], () => put(table, 'd', { n: RATIO })],
    ['another one', [1, 2, 3], () => put(table, 'e', { n: RATIO })],
    ['one of two gone', [1, 2, 3], () => table.turn('e', table.get('e'), undefined)],
    ['the last one gone', [1, 2, 3], () => table.turn('d', table.get('d'), undefined)],
  ];
  for (const [what, stale, change] of changes) {
    const askers = [1, 2, 3].map((value) => ({ value, asker: askerOf(index, value) }));
    change();
    t.same(
      askers.flatMap(({ value, asker }) => (asker.isStale ? [value] : [])),
      stale,
      what,
    );
    for (const { asker } of askers) asker.forget();
  }
  t.end();
});

void t.test('one that asks for no key hears of every change, one that has left of none', (t) => {
  const { table, index } = indexed(['n'], { a: { n: 1 } });
  const everybody = askerOf(index, RATIO);
  const gone = askerOf(index, 1);
  gone.forget();
  put(table, 'b', { n: 1 });
  t.same([everybody.isStale, gone.isStale], [true, false]);
  const early = askerOf(index, 9);
  askerOf(index, 9).forget();
  put(table, 'c', { n: 9 });
  t.ok(early.isStale, 'who left takes nothing away from who stays');
  t.equal(index.find([9], null).length, 1);
  t.end();
});
