/** Diagnostics as text for people: what is wrong, where, the line it is about with the place marked, and what to do. */
import type { Diagnostic, Label } from './diagnostic.ts';
import { excerpt } from './excerpt.ts';
import { lineStarts, type Position, positionAt, type Source } from './source.ts';

/** One block of text a diagnostic, in the order given. */
export function renderDiagnostics(source: Source, diagnostics: readonly Diagnostic[]): string {
  const starts = lineStarts(source.text);
  return diagnostics.map((diagnostic) => render({ source, starts }, diagnostic)).join('\n');
}

interface Page {
  readonly source: Source;
  readonly starts: readonly number[];
}

interface Mark {
  readonly label: Label;
  readonly at: Position;
  readonly arrow: '-->' | ':::';
}

function render(
  { source, starts }: Page,
  { code, severity, message, span, labels, help }: Diagnostic,
): string {
  const marks = [{ span, text: '' }, ...labels].map((label, index): Mark => {
    return { label, at: positionAt(source, starts, label.span.start), arrow: index === 0 ? '-->' : ':::' };
  });
  const margin = ' '.repeat(Math.max(...marks.map(({ at }) => String(at.line).length)));
  const lines = [
    `${severity}[${code}]: ${message}`,
    ...marks.flatMap((mark) => renderMark({ source, starts }, mark, margin)),
    ...(help === '' ? [] : [`${margin} = help: ${help}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderMark({ source, starts }: Page, { label, at, arrow }: Mark, margin: string): readonly string[] {
  const { text, start, length } = excerpt(source.text, label.span, starts[at.line - 1] ?? 0);
  const mark = `${' '.repeat(start)}${'^'.repeat(length)} ${label.text}`;
  return [
    `${margin}${arrow} ${source.name}:${at.line}:${at.column}`,
    `${margin} |`,
    `${String(at.line).padStart(margin.length)} | ${text}`.trimEnd(),
    `${margin} | ${mark}`.trimEnd(),
  ];
}
