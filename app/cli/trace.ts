/** What a decision was made of, for people. */
import type { ArbitraceStep, Trap } from '#engine';
import { visible } from '#lang/report/visible.js';
import type { Terminal } from './command.ts';

/** One line a gate. */
export function showTrace(arbitrace: readonly ArbitraceStep[], terminal: Terminal): void {
  for (const { disposition, subject, check, detail } of arbitrace) {
    terminal.out(visible(`  ${disposition.padEnd(8)} ${subject}: ${check}: ${detail}`));
  }
}

export function showErrors(errors: readonly Trap[], terminal: Terminal): void {
  for (const { rule, message } of errors) terminal.err(visible(`  error    ${rule}: ${message}`));
}
