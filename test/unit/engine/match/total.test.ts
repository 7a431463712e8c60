/** Goal: a total is that of the loop to the bit, or leaves it to the loop. */
import t from 'tap';
import { Decimal } from '#engine/decimal.js';
import { Total } from '#engine/match/total.js';
import type { LoopKind } from '#engine/match/loop.js';
import type { Value } from '#engine/value.js';

const SAFE = Number.MAX_SAFE_INTEGER;

function totalOf(kind: LoopKind, ...values: readonly Value[]): Total {
  const total = new Total(kind);
  for (const value of values) total.add(value);
  return total;
}

void t.test('of nothing, and of null', (t) => {
  const kinds = ['sum', 'count', 'avg', 'min', 'max'] as const;
  for (const values of [[], [null, null]])
    t.same(
      kinds.map((kind) => totalOf(kind, ...values).value),
      [0, 0, null, undefined, undefined],
    );
  t.end();
});

void t.test('integers come and go', (t) => {
  const [sum, avg, count] = [
    totalOf('sum', 4, -1, null, 3),
    totalOf('avg', 4, -1, null, 3),
    totalOf('count', 'a', 1),
  ];
  t.same([sum.value, avg.value, count.value], [6, 2, 2]);
  for (const total of [sum, avg]) total.remove(3);
  sum.remove(null);
  t.same([sum.value, avg.value], [3, 1.5]);
  for (const value of [4, -1]) for (const total of [sum, avg]) total.remove(value);
  count.remove('a');
  t.same([sum.value, avg.value, count.value], [0, null, 1]);
  const zero = totalOf('sum', -0);
  t.ok(Object.is(zero.value, 0));
  zero.remove(-0);
  t.ok(Object.is(zero.value, 0), 'as a loop begins');
  t.end();
});

void t.test('what the loop has to fold: floats, decimals, texts, minima and maxima', (t) => {
  const amount = Decimal.parse('1.50 USD') ?? null;
  t.ok(amount instanceof Decimal);
  for (const value of [0.5, amount, 'text', true, Number.NaN, Number.POSITIVE_INFINITY, SAFE + 1]) {
    const total = totalOf('sum', 1, value);
    t.equal(total.value, undefined, String(value));
    t.equal(totalOf('count', 1, value).value, 2);
    total.remove(value);
    t.equal(total.value, 1, 'and no longer');
  }
  t.same([totalOf('min', 1).value, totalOf('max', 1).value], [undefined, undefined]);
  t.end();
});

void t.test('beyond 2^53 the order counts', (t) => {
  t.equal(totalOf('sum', SAFE).value, SAFE);
  t.equal(totalOf('sum', SAFE, -SAFE).value, undefined, 'a partial sum may be larger');
  for (const values of [
    [1, 1, SAFE],
    [SAFE, 1, 1],
  ]) {
    const total = totalOf('sum', ...values);
    t.equal(total.value, undefined);
    total.remove(SAFE);
    t.equal(total.value ?? 2, 2, 'what was lost on the way there is not taken for the rest');
    total.remove(1);
    total.remove(1);
    t.equal(total.value, 0);
    total.add(7);
    t.equal(total.value, 7);
  }
  t.end();
});
