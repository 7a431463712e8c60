/** What is made of measured figures: medians, ratios of single rounds, what is worse than before, and the page. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { readBaseline, regressions } from '../../bench/baseline.ts';
import { figureText, ratioText, reachText } from '../../bench/figures.ts';
import { PAGE, pageWith, sectionText } from '../../bench/report.ts';
import { median, medianRatio } from '../../bench/statistics.ts';
import type { Row, Table } from '../../bench/suite.ts';
import { SUITES } from '../../bench/suites.ts';

function table(title: string, ...rows: readonly Pick<Row, 'name' | 'ratio' | 'own'>[]): Table {
  return { title, unit: 'ns', rows: rows.map((row) => ({ ...row, median: row.ratio * 10 })) };
}

void t.test('a disturbed round disturbs neither median nor ratio', (t) => {
  t.equal(median([3, 100, 1, 2, 4]), 3);
  t.equal(medianRatio([20, 200, 22, 18, 20], [10, 100, 11, 9, 10]), 2);
  t.equal(medianRatio([10, 20, 60], [10, 10, 20]), 2, 'of the ratios, not of the medians');
  t.end();
});

void t.test('our ratios may be 15 % worse than the stored ones, those of peers as they like', (t) => {
  const stored = [table('', { name: 'ours', ratio: 10, own: true }, { name: 'peer', ratio: 10, own: false })];
  const measured = (ours: number, peer: number): Table =>
    table('', { name: 'ours', ratio: ours, own: true }, { name: 'peer', ratio: peer, own: false });
  t.same(regressions(stored, [measured(11.4, 90)]), []);
  t.same(regressions(stored, [measured(5, 90)]), []);
  t.same(regressions(stored, [measured(12, 10)]), [
    { row: 'ours', text: 'ours: 12× and not 10×, 20 % worse' },
  ]);
  t.end();
});

void t.test('rows are compared with those of their table', (t) => {
  const stored = [table('first', { name: 'ours', ratio: 1, own: true })];
  const measured = ['first', 'again'].map((title) => table(title, { name: 'ours', ratio: 1, own: true }));
  const found = regressions(stored, measured);
  t.same(
    found.map(({ row }) => row),
    ['again: ours'],
  );
  t.match(found[0]?.text, /nothing is stored/);
  t.end();
});

void t.test('figures have three digits and a unit', (t) => {
  t.same(
    [0.5, 8.214, 999, 1_234, 45_678_901, 3e9].map((figure) => figureText(figure, 'ns')),
    ['0.5 ns', '8.21 ns', '999 ns', '1.23 µs', '45.7 ms', '3 s'],
  );
  t.same(
    [107.3, 1_800, 250e6].map((figure) => figureText(figure, 'bytes')),
    ['107 B', '1.8 kB', '250 MB'],
  );
  t.same([1, 0.006691, 128_432].map(ratioText), ['1×', '0.00669×', '128,000×']);
  t.end();
});

void t.test('what is asked of a row is reached or not', (t) => {
  const row: Row = { name: 'ours', median: 1_500, ratio: 6, own: true };
  t.same(reachText(row, 'ns'), ['', '']);
  t.same(reachText({ ...row, reach: { ratio: 6 } }, 'ns'), ['≤ 6×', 'yes']);
  t.same(reachText({ ...row, reach: { median: 1_499 } }, 'ns'), ['≤ 1.5 µs', 'no']);
  t.same(reachText({ ...row, reach: { ratio: 2, median: 4_000 } }, 'ns'), ['≤ 2×, 4 µs', 'no']);
  const reach = { median: 4_000, beside: { row: 'peer', ratio: 0.05 } };
  t.same(reachText({ ...row, reach, beside: 0.04 }, 'ns'), ['≤ 4 µs, 0.05× of peer', 'yes, 0.04×']);
  t.same(reachText({ ...row, reach, beside: 0.06 }, 'ns'), ['≤ 4 µs, 0.05× of peer', 'no, 0.06×']);
  t.end();
});

void t.test('a terminal gets columns, the page Markdown between its markers', (t) => {
  const tables = [
    table('first', { name: 'hand', ratio: 1, own: false }, { name: 'ours', ratio: 20.5, own: true }),
  ];
  const measured = { commit: 'abc', node: '20.0.0', others: 0.3, tables };
  const suites = [
    { name: 'known', question: 'What', measure: () => Promise.resolve([]) },
    { name: 'not-stored', question: 'Why', measure: () => Promise.resolve([]) },
  ];
  t.equal(
    suites[0] && sectionText(suites[0], measured),
    [
      'known: What (0.3 processors at other work)\n',
      'first  median  ratio  reach at least  reached',
      'hand    10 ns     1×',
      'ours   205 ns  20.5×',
      '',
    ].join('\n'),
  );
  const page = 'before\n<!-- npm run bench -->\ngone\n<!-- npm run bench ends -->\nafter\n';
  t.equal(
    pageWith(page, { known: measured }, suites),
    [
      'before\n<!-- npm run bench -->\n',
      '### `npm run bench -- known`\n\nWhat. Commit abc, Node 20.0.0; 0.3 processors at other work.\n',
      '| first | median | ratio | reach at least | reached |',
      '| --- | ---: | ---: | ---: | ---: |',
      '| hand | 10 ns | 1× | | |',
      '| ours | 205 ns | 20.5× | | |',
      '\n<!-- npm run bench ends -->\nafter\n',
    ].join('\n'),
  );
  t.throws(() => pageWith('no markers', {}, suites), /lost its markers/);
  t.end();
});

void t.test('docs/performance.md shows what is stored', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  t.equal(pageWith(page, readBaseline(), SUITES), page, '`npm run bench -- --update` writes both');
  t.end();
});
