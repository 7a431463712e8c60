/** Diagnostics as text for people: what is wrong, where, the line it is about with the place marked, and what to do. */
import type { Diagnostic, Label } from './diagnostic.ts';
import { excerpt } from './excerpt.ts';
import { lineStarts, type Position, positionOf } from './source.ts';

/** One block of text a diagnostic, in the order given. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(render).join('\n');
}

interface Mark {
  readonly label: Label;
  readonly at: Position;
  readonly arrow: '-->' | ':::';
}

function render({ code, severity, message, span, labels, help }: Diagnostic): string {
  const marks = [{ span, text: '' }, ...labels].map((label, index): Mark => {
    const { source, start } = label.span;
    return { label, at: positionOf(source, start), arrow: index === 0 ? '-->' : ':::' };
  });
  const margin = ' '.repeat(Math.max(...marks.map(({ at }) => String(at.line).length)));
  const lines = [
    `${severity}[${code}]: ${message}`,
    ...marks.flatMap((mark) => renderMark(mark, margin)),
    ...(help === '' ? [] : [`${margin} = help: ${help}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderMark({ label, at, arrow }: Mark, margin: string): readonly string[] {
  const { source } = label.span;
  const { text, start, length } = excerpt(label.span, lineStarts(source)[at.line - 1] ?? 0);
  const mark = `${' '.repeat(start)}${'^'.repeat(length)} ${label.text}`;
  return [
    `${margin}${arrow} ${source.name}:${at.line}:${at.column}`,
    `${margin} |`,
    `${String(at.line).padStart(margin.length)} | ${text}`.trimEnd(),
    `${margin} | ${mark}`.trimEnd(),
  ];
}
