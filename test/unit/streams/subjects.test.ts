/** The subject grammar: any key is legal, and parsing is the inverse of building. */
import fc from 'fast-check';
import t from 'tap';
import { decodeToken, encodeToken, matchesFilter, Subjects } from '#streams/subjects.js';

void t.test('decode ∘ encode = id for every token, and encoded tokens are NATS tokens', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const token = encodeToken(text);
        return /^[\w%-]+$/.test(token) && decodeToken(token) === Buffer.from(text, 'utf8').toString('utf8');
      }),
      { seed: 1, numRuns: 2000 },
    ),
  );
  t.equal(encodeToken('Taiwan'), 'Taiwan');
  t.equal(encodeToken('a.b *>é'), 'a%2Eb%20%2A%3E%C3%A9');
  t.equal(decodeToken('%zz'), undefined);
  t.equal(decodeToken('%61'), undefined, 'only the one encoding that `encodeToken` writes');
  t.equal(decodeToken('%FF'), undefined, 'not UTF-8');
  t.end();
});

void t.test('fact subjects', (t) => {
  const subjects = new Subjects();
  t.equal(subjects.fact('Quake', 'us.1'), 'arb.fact.Quake.us%2E1');
  t.same(subjects.parseFact('arb.fact.Quake.us%2E1'), { verb: 'fact', type: 'Quake', key: 'us.1' });
  t.same(subjects.parseFact(subjects.retract('Q', 'k'))?.verb, 'retract');
  for (const bad of [
    'arb.fact.Quake',
    'arb.fact.Quake.a.b',
    'x.fact.Q.k',
    'arb.outcome.Q.k',
    'arb.fact.Q.%',
    'arb.fact..k',
    '',
  ]) {
    t.equal(subjects.parseFact(bad), undefined, bad);
  }
  t.equal(subjects.outcome('m', 'O', 'New Zealand'), 'arb.outcome.m.O.New%20Zealand');
  t.end();
});

void t.test('filters', (t) => {
  t.ok(matchesFilter('arb.*.Quake.>', 'arb.fact.Quake.k'));
  t.ok(matchesFilter('arb.fact.>', 'arb.fact.a.b.c'));
  t.notOk(matchesFilter('arb.fact.>', 'arb.fact'));
  t.notOk(matchesFilter('arb.fact.*', 'arb.fact.a.b'));
  t.ok(matchesFilter('a.b', 'a.b'));
  t.notOk(matchesFilter('a.b.c', 'a.b'));
  t.end();
});
