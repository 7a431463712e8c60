/** "Did you mean": near enough, and only then. */
import t from 'tap';
import { nearest } from '#lang/suggest.js';

void t.test('the nearest name, if it is near', (t) => {
  t.equal(nearest('magnitud', ['depth', 'magnitude']), 'magnitude');
  t.equal(nearest('ruel', ['const', 'rule']), 'rule', 'a swap is one step');
  t.equal(nearest('quake', ['Quack', 'QUAKE']), 'QUAKE', 'case is no difference');
  t.equal(nearest('stdot', ['audit', 'stdout', 'stdin']), 'stdout');
  t.equal(nearest('A', ['B', 'C']), undefined, 'another letter is another name');
  t.equal(nearest('abcdef', ['uvwxyz', 'ab']), undefined);
  t.equal(nearest('same', ['same']), undefined);
  t.equal(nearest('', ['a']), undefined);
  t.equal(nearest('x'.repeat(10_000), ['x'.repeat(9_999)]), undefined, 'long words are not worth it');
  t.end();
});
