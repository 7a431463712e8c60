/** Offsets to positions and back, over every line break and character that counts differently. */
import t from 'tap';
import { lineText, offsetOf, positionOf } from '#lang/source.js';

const SOURCE = { name: 'x.arb', text: '\ufeffa é\r\n🌋b\n\nlast' };

void t.test('every offset that begins a character comes back', (t) => {
  for (let offset = 0; offset <= SOURCE.text.length; offset++) {
    const isInside =
      /[\udc00-\udfff]/.test(SOURCE.text.charAt(offset)) || SOURCE.text.charAt(offset) === '\n';
    const position = positionOf(SOURCE, offset);
    if (!isInside) t.equal(offsetOf(SOURCE, position), offset, JSON.stringify(position));
  }
  t.same(positionOf(SOURCE, 8), { line: 2, column: 2 }, 'columns are characters');
  t.end();
});

void t.test('positions that are not there become the nearest', (t) => {
  t.equal(offsetOf(SOURCE, { line: 0, column: 5 }), 0);
  t.equal(offsetOf(SOURCE, { line: 99, column: 1 }), SOURCE.text.length);
  t.equal(offsetOf(SOURCE, { line: 2, column: 99 }), 9);
  t.equal(offsetOf(SOURCE, { line: 2, column: -1 }), 6);
  t.equal(lineText(SOURCE, 2), '🌋b');
  t.end();
});
