/** What a decision was made of, for people. */
import type { ArbitraceStep, Trap } from '#engine';
import type { Terminal } from './command.ts';

/** One line a gate. */
export function showTrace(arbitrace: readonly ArbitraceStep[], terminal: Terminal): void {
  for (const { disposition, subject, check, detail } of arbitrace) {
    terminal.out(`  ${disposition.padEnd(8)} ${subject}: ${check}: ${detail}`);
  }
}

export function showErrors(errors: readonly Trap[], terminal: Terminal): void {
  for (const { rule, message } of errors) terminal.err(`  error    ${rule}: ${message}`);
}
