/** `npm run bench`: see `--help`. Never part of the tests, which run the tiny form of every suite and time nothing. */
import { spawnSync } from 'node:child_process';
import { ROOT } from '../harness/sources.ts';
import { type Baseline, type Measured, readBaseline, regressions, writeBaseline } from './baseline.ts';
import { parseCommand, type Run } from './command.ts';
import { attended } from './others.ts';
import { runMeasured } from './process.ts';
import { othersText, sectionText, writePage } from './report.ts';
import { FULL, type Size, type Suite, type Table } from './suite.ts';
import { SUITES } from './suites.ts';

const command = parseCommand(process.argv.slice(2), SUITES);
switch (command.kind) {
  case 'help':
    process.stdout.write(command.text);
    break;
  case 'usage':
    console.error(`bench: ${command.reason}`);
    process.exitCode = 2;
    break;
  case 'run':
    process.exitCode = await run(command).catch(failed);
}

/** A candidate that answers wrongly has said so where it was found out. */
function failed(error: unknown): number {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}

async function run({ suites, mode, size, isJson }: Run): Promise<number> {
  const stored = readBaseline();
  const measured: Record<string, Measured> = {};
  const worse: string[] = [];
  for (const suite of suites) {
    const found = await measure(suite, size);
    measured[suite.name] = found;
    if (!isJson) console.log(sectionText(suite, found));
    if (mode === 'check') worse.push(...(await regressionsOf(suite, found, stored)));
  }
  if (isJson) console.log(JSON.stringify(measured, null, 2));
  if (mode === 'update') update({ ...stored, ...measured });
  for (const text of worse) console.error(`bench: ${text}`);
  return worse.length === 0 ? 0 : 1;
}

async function measure({ name }: Suite, size: Size): Promise<Measured> {
  const args = [name, JSON.stringify(size)];
  const { result, others } = await attended(() =>
    runMeasured<readonly Table[]>('test/bench/measure-suite.js', args),
  );
  return { commit: commitOf(), node: process.versions.node, others, tables: result };
}

/** What is worse is measured once more: a machine that others work on has bad moments. */
async function regressionsOf(
  suite: Suite,
  { tables }: Measured,
  stored: Baseline,
): Promise<readonly string[]> {
  const before = stored[suite.name]?.tables ?? [];
  const rows = new Set(regressions(before, tables).map(({ row }) => row));
  if (rows.size === 0) return [];
  const again = await measure(suite, FULL);
  return regressions(before, again.tables)
    .filter(({ row }) => rows.has(row))
    .map(({ text }) => `${suite.name}: ${text}; ${othersText(again.others)}`);
}

/** Suites that are no more are forgotten. */
function update(figures: Baseline): void {
  const kept = SUITES.flatMap(({ name }) => {
    const measured = figures[name];
    return measured === undefined ? [] : [[name, measured]];
  });
  const baseline: Baseline = Object.fromEntries(kept);
  writeBaseline(baseline);
  writePage(baseline, SUITES);
}

/** What was measured; what `--update` itself writes is no change of it. */
function commitOf(): string {
  const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short', 'HEAD');
  if (status !== 0) return 'unknown';
  const changes = git('diff', '--quiet', 'HEAD', '--', '.', ':!docs', ':!test/bench/baseline.json');
  return `${stdout.trim()}${changes.status === 0 ? '' : ' with changes'}`;
}
