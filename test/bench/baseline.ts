/**
 * The figures that were stored last, in `test/bench/baseline.json`: what `docs/performance.md` shows and what `--check` holds
 * measurements to. Suites are stored one by one, each with the commit that it was measured at.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/sources.ts';
import { ratioText } from './figures.ts';
import type { Row, Table } from './suite.ts';

export interface Measured {
  readonly commit: string;
  readonly node: string;
  /** Processors that were busy with something else. */
  readonly others: number;
  readonly tables: readonly Table[];
}

/** By name of the suite. */
export type Baseline = Readonly<Record<string, Measured>>;

const FILE = join(ROOT, 'test', 'bench', 'baseline.json');
/** How much worse a ratio may be than the stored one. */
const WORSE_MAX = 1.15;

export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function writeBaseline(baseline: Baseline): void {
  writeFileSync(FILE, `${JSON.stringify(baseline, null, 2)}\n`);
}

export interface Regression {
  readonly row: string;
  readonly text: string;
}

/** Our rows whose ratio is worse than what is stored, or that are not stored at all; peers may do as they like. */
export function regressions(stored: readonly Table[], measured: readonly Table[]): readonly Regression[] {
  return measured.flatMap(({ title, rows }) => {
    const before = stored.find((table) => table.title === title)?.rows ?? [];
    return rows.flatMap((row) => {
      const text = row.own ? regressionOf(row, before) : null;
      const name = title === '' ? row.name : `${title}: ${row.name}`;
      return text === null ? [] : [{ row: name, text: `${name}: ${text}` }];
    });
  });
}

/** `null` when the row is as good as it was. */
function regressionOf({ name, ratio }: Row, before: readonly Row[]): string | null {
  const stored = before.find((row) => row.name === name);
  if (stored === undefined) return 'nothing is stored to compare with; `--update` stores it';
  const worse = ratio / stored.ratio;
  if (worse <= WORSE_MAX) return null;
  return `${ratioText(ratio)} and not ${ratioText(stored.ratio)}, ${Math.round((worse - 1) * 100)} % worse`;
}
