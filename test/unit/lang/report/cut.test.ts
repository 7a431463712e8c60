/** More findings than are given: which are left out, and that it is said. */
import t from 'tap';
import { Diagnostics, DIAGNOSTICS_MAX, tallyOf } from '#lang/diagnostic.js';
import { renderReport } from '#lang/report/report.js';
import { finding, sourceOf } from './findings.ts';

/** Warnings first in the text, errors behind them. */
function many(warnings: number, errors: number): Diagnostics {
  const source = sourceOf('x'.repeat(warnings + errors));
  const diagnostics = new Diagnostics();
  for (let at = warnings + errors - 1; at >= 0; at--) {
    const code = at < warnings ? 'check/unused-const' : 'check/facts-type';
    diagnostics.report(code, { span: { source, start: at, end: at + 1 }, values: { name: 'x' } });
  }
  return diagnostics;
}

void t.test('as many as may be given are given', (t) => {
  const list = many(60, 40).sorted();
  t.equal(list.length, DIAGNOSTICS_MAX);
  t.same(tallyOf(list), { errors: 40, warnings: 60 });
  t.notMatch(renderReport(list, 'pretty'), /more/);
  t.equal(JSON.parse(renderReport(list, 'json')).omitted, 0);
  t.end();
});

void t.test('what is left out is counted in every format', (t) => {
  const list = many(120, 30).sorted();
  t.equal(list.length, DIAGNOSTICS_MAX);
  t.match(renderReport(list, 'pretty'), /\n\n… and 50 more\n$/);
  const { errors, warnings, omitted, diagnostics } = JSON.parse(renderReport(list, 'json'));
  t.same({ errors, warnings, omitted }, { errors: 30, warnings: 120, omitted: 50 });
  t.equal(diagnostics.length, DIAGNOSTICS_MAX);
  t.same(JSON.parse(renderReport(list, 'sarif')).runs[0].properties, { omitted: 50 });
  t.match(renderReport(list, 'github'), /\n::notice::… and 50 more\n$/);
  t.end();
});

void t.test('warnings never push out an error, and the order stays that of the text', (t) => {
  const list = many(500, 2).sorted();
  const starts = list.map(({ span }) => span.start);
  t.same(starts, [...Array.from({ length: 98 }, (_, index) => index), 500, 501]);
  t.end();
});

void t.test('a list put together elsewhere brings its own tally', (t) => {
  const list = [finding({ source: sourceOf('x'), start: 0, end: 1 })];
  t.same(tallyOf(list), { errors: 1, warnings: 0 });
  t.match(renderReport(list, 'pretty', { tally: { errors: 3, warnings: 4 } }), /… and 6 more/);
  t.notMatch(renderReport(list, 'pretty', { tally: { errors: 0, warnings: 0 } }), /more/);
  t.end();
});
