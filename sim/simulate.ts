/**
 * Simulation under seeds. Each seed runs twice and must end with the same audit hash, or the simulation itself cannot be
 * trusted; then the checkers look at the first run, beside a run of the same workload without faults.
 */
import type { Finding } from './checkers/checkers.ts';
import { drawOptions, type SimOptions, type SimOverrides } from './options.ts';
import { judge, run, type RunReport } from './run.ts';
import type { SimInput } from './world.ts';

export interface SeedReport extends RunReport {
  readonly seed: number;
  /** What the seed stands for: with the commit, everything needed to run it again. */
  readonly options: SimOptions;
}

export interface Seeds {
  readonly from: number;
  readonly count: number;
  readonly overrides?: SimOverrides;
  /** Told before each seed runs, so that a seed that takes the process down is known. */
  readonly onStart?: (options: SimOptions) => void;
}

export interface SimulationReport {
  /** Seeds that were run. */
  readonly seeds: number;
  /** The first seed with a finding; none after it was run. */
  readonly failure: SeedReport | null;
  readonly published: number;
  readonly delivered: number;
  readonly crashes: number;
  readonly events: number;
  readonly virtualMs: number;
}

const NOTHING: SimulationReport = {
  seeds: 0,
  failure: null,
  published: 0,
  delivered: 0,
  crashes: 0,
  events: 0,
  virtualMs: 0,
};

export async function simulate(input: SimInput, seeds: Seeds): Promise<SimulationReport> {
  let total = NOTHING;
  for (let seed = seeds.from; seed < seeds.from + seeds.count && total.failure === null; seed++) {
    seeds.onStart?.(drawOptions(seed, seeds.overrides));
    total = add(total, await simulateSeed(input, seed, seeds.overrides));
  }
  return total;
}

export async function simulateSeed(
  input: SimInput,
  seed: number,
  overrides: SimOverrides = {},
): Promise<SeedReport> {
  const options = drawOptions(seed, overrides);
  const first = await run(input, options, 'faults');
  const finding = first.report.finding ?? (await secondOpinion(input, options, first.report));
  if (finding !== null) return { ...first.report, seed, options, finding };
  const calm = await run(input, options, 'calm');
  return { ...first.report, seed, options, finding: calm.report.finding ?? judge(input, first, calm) };
}

async function secondOpinion(
  input: SimInput,
  options: SimOptions,
  first: RunReport,
): Promise<Finding | null> {
  const { report: second } = await run(input, options, 'faults');
  if (second.audit.hash === first.audit.hash && second.events === first.events) return null;
  const message = `the first run ended with ${fingerprint(first)}, the second with ${fingerprint(second)}`;
  return { checker: 'determinism', message };
}

function fingerprint({ audit, events }: RunReport): string {
  return `audit row ${audit.sequence} ${audit.hash} after ${events} events`;
}

function add(total: SimulationReport, report: SeedReport): SimulationReport {
  return {
    seeds: total.seeds + 1,
    failure: report.finding === null ? null : report,
    published: total.published + report.published,
    delivered: total.delivered + report.delivered,
    crashes: total.crashes + report.crashes,
    events: total.events + report.events,
    virtualMs: total.virtualMs + report.virtualMs,
  };
}
