/** Colours are for terminals whose owner has not declined them. */
import t from 'tap';
import { mayColour } from '#app/cli/colours.js';

void t.test('a terminal, unless NO_COLOR is set', (t) => {
  t.equal(mayColour({ isTTY: true }, {}), true);
  t.equal(mayColour({ isTTY: true }, { NO_COLOR: '' }), true);
  t.equal(mayColour({ isTTY: true }, { NO_COLOR: '1' }), false);
  t.equal(mayColour({ isTTY: true }, { NO_COLOR: '0' }), false);
  t.equal(mayColour({}, {}), false);
  t.equal(mayColour({ isTTY: false }, {}), false);
  t.end();
});
