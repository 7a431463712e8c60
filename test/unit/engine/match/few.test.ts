/** Goal: a set like any other, whether it holds none, one or many. */
import t from 'tap';
import { Few } from '#engine/match/few.js';

function itemsOf(few: Few<string>): readonly string[] {
  const items: string[] = [];
  few.forEach((item) => items.push(item));
  return items;
}

void t.test('it does what a set does', (t) => {
  const steps = [
    '+a',
    '+a',
    '-b',
    '-a',
    '+b',
    '+a',
    '+c',
    '+a',
    '-a',
    '-b',
    '-x',
    '-c',
    '+',
    '+d',
    '-',
    '-d',
  ];
  const few = new Few<string>();
  const set = new Set<string>();
  for (const step of steps) {
    const item = step.slice(1);
    if (step.startsWith('+')) {
      few.add(item);
      set.add(item);
    } else {
      few.delete(item);
      set.delete(item);
    }
    t.same(itemsOf(few), [...set], step);
    t.equal(few.size, set.size);
    for (const name of ['a', 'b', 'c', 'd', '']) t.equal(few.has(name), set.has(name));
  }
  t.end();
});

void t.test('cleared it is empty, and can be used again', (t) => {
  for (const count of [0, 1, 3]) {
    const few = new Few<string>();
    for (let item = 0; item < count; item++) few.add(String(item));
    few.clear();
    t.same([few.size, itemsOf(few), few.has('0')], [0, [], false]);
    few.add('again');
    t.same(itemsOf(few), ['again']);
  }
  t.end();
});
