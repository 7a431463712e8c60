/** Goal: an arbiter runs the expert rules that it names and no others, in one program with arbiters that run others. */
import t from 'tap';
import { virtualSystem } from '../../harness/virtual-system.ts';

const PROGRAM = `
tag "safety"
fact Reading { value: number }
outcome Hot { value: number }
outcome Cold { value: number }
outcome Odd { value: number }
expert rule Hot per_fact tag "safety" { when { any r in facts.Reading { r.value > 80 } } then emit Hot { value: r.value } }
expert rule Cold per_fact tag "safety" { when { any r in facts.Reading { r.value < 10 } } then emit Cold { value: r.value } }
expert rule Odd per_fact { requires Hot when { any r in facts.Reading { r.value != 81 } } then emit Odd { value: r.value } }
arbiter all { stream Reading source Reading retain last 10 on * nats }
arbiter tagged { stream Reading source Reading retain last 10 rules tag "safety" on * nats }
arbiter named { stream Reading source Reading retain last 10 rules Cold rules Odd on * nats }
`;

void t.test('all rules, those of a tag, and those that are named', async (t) => {
  const { publish, runFor, published } = await virtualSystem(PROGRAM);
  await publish('Reading', 'a', { value: 90 });
  await publish('Reading', 'b', { value: 5 });
  await runFor(10_000);
  const told = published.map(({ subject, body }) => {
    const [, , arbiter, outcome] = subject.split('.');
    return `${String(arbiter)} ${String(outcome)} ${Buffer.from(body).toString('utf8')}`;
  });
  t.same(
    told.toSorted((a, b) => (a < b ? -1 : 1)),
    [
      'all Cold {"value":5}',
      'all Hot {"value":90}',
      'all Odd {"value":5}',
      'all Odd {"value":90}',
      'named Cold {"value":5}',
      'tagged Cold {"value":5}',
      'tagged Hot {"value":90}',
    ],
  );
  t.equal(told.filter((line) => line.startsWith('named Odd')).length, 0, 'what it requires is not run there');
});
