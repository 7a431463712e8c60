/**
 * How commands show what is wrong with a program: the flag for the format, and where the report goes. What people read is
 * standard error, what programs read is standard output, as with every other result.
 */
import { type Diagnostic, renderReport, REPORT_FORMATS, type ReportFormat, type Tally } from '#lang';
import { readPackage } from '../package.ts';
import { type Flags, type Terminal, textFlag, UsageError } from './command.ts';

/** For every command that reads programs. */
export const FORMAT_OPTION = { format: { type: 'string' } } as const;

export const FORMAT_FLAG = [
  '--format FORMAT',
  `how mistakes are shown: ${REPORT_FORMATS.join(', ')} (default: pretty)`,
] as const;

/** `--json` alone means that format too: who asks for JSON can read nothing else. */
export function formatFlag(flags: Flags): ReportFormat {
  const given = textFlag(flags, 'format') ?? (flags['json'] === true ? 'json' : 'pretty');
  const format = REPORT_FORMATS.find((known) => known === given);
  if (format === undefined)
    throw new UsageError(`--format takes one of ${REPORT_FORMATS.join(', ')}, not \`${given}\``);
  return format;
}

export interface Reporting {
  readonly format: ReportFormat;
  readonly terminal: Terminal;
  /** What was found in all, when the list comes from several programs. */
  readonly tally?: Tally;
}

export function showReport(
  diagnostics: readonly Diagnostic[],
  { format, terminal, ...counted }: Reporting,
): void {
  const settings = { ...readPackage(), folder: process.cwd(), colours: terminal.colours, ...counted };
  const report = renderReport(diagnostics, format, settings).trimEnd();
  if (report === '') return;
  if (format === 'pretty') terminal.err(report);
  else terminal.out(report);
}
