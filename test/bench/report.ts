/** Measured tables for people: aligned on a terminal, as Markdown in `docs/performance.md` between two markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/sources.ts';
import type { Baseline, Measured } from './baseline.ts';
import { figureText, ratioText, reachText } from './figures.ts';
import type { Suite, Table } from './suite.ts';

export const PAGE = join(ROOT, 'docs', 'performance.md');
const MARKERS = { from: '<!-- npm run bench -->', to: '<!-- npm run bench ends -->' };
const HEADER = ['', 'median', 'ratio', 'reach at least', 'reached'];

/** For a terminal. */
export function sectionText({ name, question }: Suite, { tables, others }: Measured): string {
  return `${name}: ${question} (${othersText(others)})\n\n${tables.map(plainTable).join('\n')}`;
}

function plainTable(table: Table): string {
  const cells = [[table.title, ...HEADER.slice(1)], ...cellsOf(table)];
  const widths = HEADER.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** The page with what is stored of each suite, in the order of the suites. */
export function pageWith(page: string, baseline: Baseline, suites: readonly Suite[]): string {
  const start = page.indexOf(MARKERS.from);
  const end = page.indexOf(MARKERS.to);
  if (start < 0 || end < start) throw new RangeError(`${PAGE} has lost its markers`);
  const sections = suites.map((suite) => section(suite, baseline));
  return `${page.slice(0, start)}${MARKERS.from}\n\n${sections.join('')}${page.slice(end)}`;
}

export function writePage(baseline: Baseline, suites: readonly Suite[]): void {
  writeFileSync(PAGE, pageWith(readFileSync(PAGE, 'utf8'), baseline, suites));
}

function section({ name, question }: Suite, baseline: Baseline): string {
  const measured = baseline[name];
  if (measured === undefined) return '';
  const { commit, node, others, tables } = measured;
  const about = `${question}. Commit ${commit}, Node ${node}; ${othersText(others)}.`;
  return `### \`npm run bench -- ${name}\`\n\n${about}\n\n${tables.map(markdownTable).join('\n')}\n`;
}

export function othersText(others: number): string {
  return `${others.toLocaleString('en')} processors at other work`;
}

function markdownTable(table: Table): string {
  const rows = [
    [table.title, ...HEADER.slice(1)],
    HEADER.map((_, column) => (column === 0 ? '---' : '---:')),
  ];
  const lines = [...rows, ...cellsOf(table)].map((row) => `| ${row.join(' | ')} |`.replaceAll(/ {2,}/g, ' '));
  return `${lines.join('\n')}\n`;
}

function cellsOf({ unit, rows }: Table): readonly (readonly string[])[] {
  return rows.map((row) => [
    row.name,
    figureText(row.median, unit),
    ratioText(row.ratio),
    ...reachText(row, unit),
  ]);
}
