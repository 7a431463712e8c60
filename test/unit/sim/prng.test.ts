/** The generator against known numbers, and the independence of its forks. */
import fc from 'fast-check';
import t from 'tap';
import { Prng, Xoshiro128 } from '#sim/prng.js';

void t.test('xoshiro128** gives the numbers of the reference implementation', (t) => {
  const generator = new Xoshiro128([1, 2, 3, 4]);
  const first = Array.from({ length: 10 }, () => generator.next());
  t.same(
    first,
    [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804],
  );
  t.end();
});

void t.test('a fork depends on its name and not on what happened before', (t) => {
  const draw = (prng: Prng): readonly number[] => [prng.float(), prng.float(), prng.float()];
  const untouched = new Prng(7);
  const used = new Prng(7);
  draw(used);
  draw(used.fork('store'));
  t.same(draw(used.fork('bus')), draw(untouched.fork('bus')));
  t.not(draw(untouched.fork('bus'))[0], draw(untouched.fork('store'))[0]);
  t.not(draw(untouched.fork('a').fork('b'))[0], draw(untouched.fork('b').fork('a'))[0]);
  t.same(draw(new Prng(7)), draw(new Prng('7')), 'a seed is its digits');
  t.end();
});

void t.test('integers stay within their bounds and reach them', (t) => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: 0, max: 3 }),
      (seed, min, width) => {
        const prng = new Prng(seed);
        const drawn = new Set(Array.from({ length: 200 }, () => prng.integer(min, min + width)));
        return drawn.size === width + 1 && [...drawn].every((value) => value >= min && value <= min + width);
      },
    ),
  );
  t.end();
});

void t.test('chance, pick and shuffle', (t) => {
  const prng = new Prng('lists');
  const hits = Array.from({ length: 4000 }, () => prng.chance(0.25)).filter(Boolean).length;
  t.ok(hits > 850 && hits < 1150, `a quarter of 4000 is near ${hits}`);
  t.equal(prng.chance(0), false);
  t.equal(prng.chance(1), true);
  t.throws(() => prng.pick([]), /not empty/);
  const list = Array.from({ length: 50 }, (_, index) => index);
  const shuffled = prng.shuffle(list);
  t.notSame(shuffled, list);
  t.same(
    [...shuffled].sort((a, b) => a - b),
    list,
  );
  t.end();
});
