/** Goal: texts come out as a sort by code point gives them, whatever they begin with, however many they are. */
import t from 'tap';
import { sortTexts } from '#engine/sort-texts.js';
import { compareText } from '#engine/value.js';
import { Prng } from '#sim/prng.js';

const ALPHABETS: readonly (readonly string[])[] = [
  ['0', '1', '2'],
  ['a', 'b', '', '~', '\u007F', '\u0000'],
  ['x', '\u00E9', '\uFFFD', '\uE000', '\u{1F600}', '\u{10FFFF}'],
];
const PREFIXES = ['', 'order-', 'n\u{1F600}'];
const COUNTS = [0, 1, 2, 31, 32, 33, 300];

void t.test('any texts', (t) => {
  const prng = new Prng('texts');
  for (const alphabet of ALPHABETS)
    for (const prefix of PREFIXES)
      for (const count of COUNTS) {
        const text = () =>
          prefix + Array.from({ length: prng.integer(0, 9) }, () => prng.pick(alphabet)).join('');
        const texts = Array.from({ length: count }, text);
        const expected = texts.toSorted(compareText);
        t.same(sortTexts(texts), expected, `${count} of ${JSON.stringify([prefix, ...alphabet])}`);
        t.same(texts, expected, 'in place');
      }
  t.end();
});

void t.test('one that ends where the others go on stands first', (t) => {
  const texts = Array.from({ length: 40 }, (_, n) => 'k'.repeat(40 - n));
  t.same(sortTexts([...texts]), texts.toReversed());
  t.end();
});
