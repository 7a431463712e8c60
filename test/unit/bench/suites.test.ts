/** Benchmarks do not rot: the tiny form of every suite answers rightly, and has the rows that are stored. Nothing is timed. */
import t from 'tap';
import { readBaseline } from '../../bench/baseline.ts';
import { candidate, comparison } from '../../bench/candidate.ts';
import { type Beside, TINY } from '../../bench/suite.ts';
import { SUITES } from '../../bench/suites.ts';

const quiet = (): void => undefined;

for (const { name, measure } of SUITES) {
  void t.test(name, async (t) => {
    const tables = await measure(TINY, quiet);
    const stored = readBaseline()[name]?.tables ?? [];
    const rowsOf = (list: typeof tables) =>
      list.map(({ title, rows }) => [title, rows.map(({ name }) => name)]);
    t.same(rowsOf(stored), rowsOf(tables), 'rows are stored; `npm run bench -- --update` stores them');
    for (const { rows } of tables) {
      t.equal(rows[0]?.ratio, 1, 'the first row is the reference');
      t.ok(rows.some(({ own }) => own));
      t.ok(rows.every(({ median, ratio }) => Number.isFinite(median) && Number.isFinite(ratio)));
    }
  });
}

void t.test('a wrong answer is not timed', async (t) => {
  const rows: string[] = [];
  const { measure } = comparison({
    name: 'wrong',
    question: 'twice',
    prepare: () => [
      candidate({
        name: 'plus',
        inputs: [1, 2, 3],
        decide: (number) => number + number,
        answer: (sum) => sum,
        expected: [2, 4, 6],
      }),
      candidate({
        name: 'power',
        inputs: [1, 2, 3],
        decide: (number) => Promise.resolve(number ** 2),
        answer: (power) => power,
        expected: [2, 4, 6],
        isAsync: true,
      }),
    ],
  });
  await t.rejects(
    measure(TINY, (text) => rows.push(text)),
    /power, input/,
  );
  t.same(rows, ['plus: right answers', 'power: right answers']);
});

void t.test('a row is held to another than the first', async (t) => {
  const measureBeside = (row: string) => {
    const own = (name: string, reach: { readonly beside?: Beside }) =>
      candidate({
        name,
        own: true,
        reach,
        inputs: [1],
        decide: (one) => one,
        answer: (one) => one,
        expected: [1],
      });
    const prepare = () => [own('first', {}), own('second', {}), own('third', { beside: { row, ratio: 2 } })];
    return comparison({ name: 'beside', question: 'which', prepare }).measure(TINY, quiet);
  };
  const [table] = await measureBeside('second');
  t.same(
    table?.rows.map(({ beside }) => typeof beside),
    ['undefined', 'undefined', 'number'],
  );
  await t.rejects(measureBeside('fourth'), { message: 'there is no row `fourth` to stand beside' });
});
