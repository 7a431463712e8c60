/** What `diff` and `replay` have in common: the flags, the report, the exit code. */
import type { RuleOptions } from '#engine';
import { visible } from '#lang/report/visible.js';
import { comparisonLines } from '../drift/report.ts';
import type { Comparison } from '../drift/comparison.ts';
import { environmentSecrets } from '../secrets.ts';
import { countFlag, EXIT, type Flags, type Terminal } from './command.ts';
import {
  type Governing,
  governingFlags,
  OVERRIDE_FLAGS,
  OVERRIDE_OPTIONS,
  SELECTION_FLAGS,
  SELECTION_OPTIONS,
  selectionFlags,
} from './governing.ts';
import { READING_FLAGS, READING_OPTIONS } from './program.ts';

export const SHOW_MAX = 1000;
const PROGRESS_EVERY = 500;

export const DRIFT_FLAGS = [
  ...SELECTION_FLAGS,
  ...OVERRIDE_FLAGS,
  ['--show N', `shows at most this many differences; all are counted (default: ${SHOW_MAX})`],
  ['--json', 'the report as one JSON object'],
  ...READING_FLAGS,
] as const;

export const DRIFT_OPTIONS = {
  ...READING_OPTIONS,
  ...SELECTION_OPTIONS,
  ...OVERRIDE_OPTIONS,
  show: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export type DriftOptions = Omit<RuleOptions, 'nowSeconds' | 'overrides'> & Governing;

export async function driftFlags(flags: Flags): Promise<DriftOptions> {
  return { ...selectionFlags(flags), ...(await governingFlags(flags)), secrets: environmentSecrets() };
}

export function showFlag(flags: Flags): number {
  return countFlag(flags, 'show', SHOW_MAX, 0);
}

/** Counts what cannot be read and says where it is; draws how far the work is. */
export class Tracker {
  malformed = 0;
  readonly #terminal: Terminal;
  #count = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  reportMalformed(place: string, reason: string): void {
    this.malformed += 1;
    this.#terminal.err(visible(`${place}: ${reason}`));
  }

  step(): void {
    this.#count += 1;
    if (this.#count % PROGRESS_EVERY === 0) this.#terminal.progress(`${this.#count} decided`);
  }
}

export interface DriftReport {
  readonly comparison: Comparison;
  readonly malformed: number;
  /** First members of the JSON report, then what text says instead. */
  readonly members: object;
  readonly header: readonly string[];
}

/** What could not be read outweighs what changed: then the report is not about everything. */
export function finishDrift(report: DriftReport, flags: Flags, terminal: Terminal): number {
  const { comparison, malformed, members, header } = report;
  terminal.progress('');
  const { changed, unchanged, differences, omitted } = comparison;
  if (flags['json'] === true) {
    const rest = { ...(omitted === 0 ? {} : { omitted }), ...(malformed === 0 ? {} : { malformed }) };
    terminal.out(JSON.stringify({ ...members, changed, unchanged, differences, ...rest }));
  } else {
    for (const line of comparisonLines(comparison, header)) terminal.out(visible(line));
    if (malformed > 0) terminal.out(`malformed: ${malformed}`);
  }
  if (malformed > 0) return EXIT.findings;
  return changed > 0 ? EXIT.drift : EXIT.ok;
}
