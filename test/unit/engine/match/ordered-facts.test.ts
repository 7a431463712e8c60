/** Goal: facts stay in code-point order of their keys, each key once. */
import t from 'tap';
import { Fact } from '#engine/fact.js';
import { OrderedFacts } from '#engine/match/ordered-facts.js';

function fact(key: string, n = 0): Fact {
  return new Fact({ type: 'F', key }, { n }, { at: 0, round: 0 });
}

function keysOf({ list }: OrderedFacts): string {
  return list.map(({ key }) => key).join(' ');
}

void t.test('in order, however they come', (t) => {
  const keys = ['b', 'a', 'é', 'B', '\u{1F30B}', '\uFFFD', 'ab', '10', '9'];
  const sorted = '10 9 B a ab b é \uFFFD \u{1F30B}';
  const facts = new OrderedFacts();
  for (const key of keys) facts.put(fact(key));
  t.equal(keysOf(facts), sorted);
  t.equal(keysOf(new OrderedFacts(keys.map((key) => fact(key)))), sorted, 'as a list that is taken over');
  t.equal(keysOf(new OrderedFacts([fact('x')])), 'x');
  t.end();
});

void t.test('one of a key takes the place of the one before', (t) => {
  const facts = new OrderedFacts([fact('c'), fact('a'), fact('b')]);
  for (const key of ['a', 'b', 'c']) facts.put(fact(key, 1));
  t.equal(keysOf(facts), 'a b c');
  t.same(
    facts.list.map(({ fields }) => fields['n']),
    [1, 1, 1],
  );
  t.end();
});

void t.test('what is not there is none to drop', (t) => {
  const facts = new OrderedFacts([fact('b'), fact('d')]);
  for (const key of ['a', 'c', 'e', '']) facts.drop(key);
  t.equal(keysOf(facts), 'b d');
  facts.drop('b');
  facts.drop('b');
  t.equal(keysOf(facts), 'd');
  facts.drop('d');
  facts.drop('d');
  t.equal(keysOf(facts), '');
  facts.put(fact('a'));
  t.equal(keysOf(facts), 'a');
  t.end();
});
