/** What a decision was made of, for people. */
import type { ArbitraceStep, Leaf, Trap } from '#engine';
import { detailText, seenText } from '#engine/govern/seen-text.js';
import { visible } from '#lang/report/visible.js';
import type { Terminal } from './command.ts';

/** Parts that are longer do not push the values of the others away. */
const CHECK_WIDTH_MAX = 48;
/** Below the subject of the step. */
const INDENT = ' '.repeat(11);

/** One line a gate, and below a condition of several parts one for each of them. */
export function showTrace(arbitrace: readonly ArbitraceStep[], terminal: Terminal): void {
  for (const line of arbitrace.flatMap(stepLines)) terminal.out(visible(line));
}

export function showErrors(errors: readonly Trap[], terminal: Terminal): void {
  for (const { rule, message } of errors) terminal.err(visible(`  error    ${rule}: ${message}`));
}

function stepLines(step: ArbitraceStep): readonly string[] {
  const { disposition, subject, check, detail, leaves = [] } = step;
  const head = `  ${disposition.padEnd(8)} ${subject}: ${check}: `;
  if (leaves.length < 2) return [head + detailText(step)];
  return [head + detail, ...leafLines(leaves)];
}

function leafLines(leaves: readonly Leaf[]): readonly string[] {
  const rows = leaves.map((leaf) => [resultText(leaf), leaf.check, seenText([leaf])] as const);
  const resultWidth = Math.max(...rows.map(([result]) => result.length));
  const checkWidth = Math.min(CHECK_WIDTH_MAX, Math.max(...rows.map(([, check]) => check.length)));
  return rows.map(([result, check, seen]) =>
    `${INDENT}${result.padEnd(resultWidth)}  ${check.padEnd(checkWidth)}  ${seen}`.trimEnd(),
  );
}

function resultText({ result }: Leaf): string {
  if (result === null) return 'not reached';
  return result ? 'yes' : 'no';
}
