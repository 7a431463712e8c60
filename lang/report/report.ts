/**
 * How diagnostics leave the program: one function for every format, so that a command cannot invent its own. The order
 * is the one given; a format that can say it says how many were found beyond those given.
 */
import { type Diagnostic, type Tally, tallyOf } from '../diagnostic.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { renderDiagnostics } from './pretty.ts';
import { renderSarif } from './sarif.ts';

export const REPORT_FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions {
  /** What was found in all, when the list was put together from several compilations. */
  readonly tally?: Tally;
  /** The absolute folder that paths of `sarif` and `github` are relative to: where the sources are checked out. */
  readonly folder?: string;
  /** The absolute URL that `docs/` lies below, where the documentation is published. */
  readonly homepage?: string;
  /** The version of this program, which `sarif` names. */
  readonly version?: string;
  /** Colours in `pretty`, for a terminal. */
  readonly colours?: boolean;
}

/** Text that ends with a line break; empty when the format has nothing to say about nothing. */
export function renderReport(
  diagnostics: readonly Diagnostic[],
  format: ReportFormat,
  options: ReportOptions = {},
): string {
  const tally = options.tally ?? tallyOf(diagnostics);
  const omitted = Math.max(0, tally.errors + tally.warnings - diagnostics.length);
  switch (format) {
    case 'pretty':
      return renderDiagnostics(diagnostics, options) + (omitted === 0 ? '' : `\n… and ${omitted} more\n`);
    case 'json':
      return renderJson(diagnostics, { ...options, ...tally, omitted });
    case 'sarif':
      return renderSarif(diagnostics, { ...options, omitted });
    case 'github':
      return renderGithub(diagnostics, { ...options, omitted });
  }
}
