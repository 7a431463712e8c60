/** Values: equality by structure, order by code point, text without exponents. */
import t from 'tap';
import { Fact } from '#engine/fact.js';
import {
  compareText,
  compareValues,
  equalValues,
  kindOf,
  plainDecimal,
  textOf,
  type Value,
} from '#engine/value.js';

void t.test('equality compares kinds first, lists and records by structure', (t) => {
  const record = (fields: Record<string, Value>): Value => Object.assign(Object.create(null), fields);
  t.ok(equalValues([1, ['a']], [1, ['a']]));
  t.notOk(equalValues([1], [1, 2]));
  t.ok(equalValues(record({ a: 1, b: null }), record({ b: null, a: 1 })));
  t.notOk(equalValues(record({ a: 1 }), record({ b: 1 })));
  t.notOk(equalValues(null, 0));
  t.notOk(equalValues('5', 5));
  t.notOk(equalValues(Number.NaN, Number.NaN));
  const fact = (key: string): Fact => new Fact({ type: 'F', key }, Object.create(null), { at: 0, round: 0 });
  t.ok(equalValues(fact('a'), fact('a')));
  t.notOk(equalValues(fact('a'), fact('b')));
  t.equal(kindOf(fact('a')), 'fact');
  t.equal(kindOf([]), 'list');
  t.end();
});

void t.test('only numbers with numbers and strings with strings have an order', (t) => {
  t.equal(compareValues(null, 0), undefined);
  t.equal(compareValues(true, false), undefined);
  t.equal(compareValues('5', 4), undefined);
  t.equal(compareValues(Number.NaN, 1), undefined);
  t.ok((compareValues('10', '9') ?? 0) < 0);
  t.ok(compareText('\u{1F600}', '\uFFFD') > 0, 'U+1F600 is above U+FFFD, although its surrogates are below');
  t.end();
});

void t.test('numbers as text are plain decimals that read back', (t) => {
  for (const [value, text] of [
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [-0, '-0'],
    [-1.5e-9, '-0.0000000015'],
    [1.25e22, '12500000000000000000000'],
    [0.1, '0.1'],
  ] as const) {
    t.equal(plainDecimal(value), text);
    t.equal(Number(text), value);
  }
  t.equal(textOf(null), '');
  t.equal(textOf([1, 'a']), '[1,"a"]');
  t.end();
});
