/** The table of units in the documentation is the one of the language. `UPDATE=1` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { dimensionNames, findUnit, isMoneyDimension, type Unit, unitSymbols } from '#lang/units.js';
import { ROOT } from '../../harness/sources.ts';

const PAGE = join(ROOT, 'docs', 'language', 'units.md');
const TABLE = /^\| dimension \| base \| units \|\n\|---\|---\|---\|\n(?:\|.*\n)*/m;

function unitsOf(dimension: string): readonly Unit[] {
  const units = unitSymbols().flatMap((symbol) => findUnit(symbol) ?? []);
  return units
    .filter((unit) => unit.dimension === dimension)
    .sort((a, b) => a.factor - b.factor || a.offset - b.offset || (a.symbol < b.symbol ? -1 : 1));
}

function unitText({ symbol, factor, offset }: Unit): string {
  return `\`${symbol}\` ${factor}${offset === 0 ? '' : ` + ${offset}`}`;
}

/** Amounts of money have no base: they keep their currency. */
function rowOf(dimension: string): string {
  const units = unitsOf(dimension);
  if (isMoneyDimension(dimension))
    return `| ${dimension} | none | ${units.map(({ symbol }) => `\`${symbol}\``).join(' · ')} |\n`;
  const base = units.find(({ factor, offset }) => factor === 1 && offset === 0);
  return `| ${dimension} | \`${base?.symbol ?? ''}\` | ${units.map(unitText).join(' · ')} |\n`;
}

const wanted = `| dimension | base | units |\n|---|---|---|\n${dimensionNames().map(rowOf).join('')}`;

void t.test('the table of units', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  const [shown = ''] = TABLE.exec(page) ?? [];
  if (process.env['UPDATE'] === '1')
    writeFileSync(
      PAGE,
      page.replace(TABLE, () => wanted),
    );
  else t.equal(shown, wanted);
  t.end();
});

void t.test('what the page counts', (t) => {
  const page = readFileSync(PAGE, 'utf8');
  t.match(page, `${unitSymbols().length - 1} units in ${dimensionNames().length} dimensions`);
  t.match(page, `${unitSymbols().length} symbols`);
  t.end();
});
