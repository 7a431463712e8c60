/**
 * Diagnostics as text for people: what is wrong, where, the line it is about with the place marked, and what to do. A
 * label may lie in another file than its finding. Nothing in a source or in its name can forge a line of the report.
 */
import type { Diagnostic, Label, Severity } from '../diagnostic.ts';
import { lineStarts, type Position, positionOf, type Source } from '../source.ts';
import { excerpt } from './excerpt.ts';

export interface PrettyOptions {
  /** Whether the reader is a terminal that shows colours. */
  readonly colours?: boolean;
}

/** Colours the words that the eye should find first. */
type Paint = (text: string) => string;

const COLOURS: Readonly<Record<Severity, string>> = { error: '\u001b[1;31m', warning: '\u001b[1;33m' };
const RESET = '\u001b[0m';
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One block of text a diagnostic, in the order given. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: PrettyOptions = {}): string {
  return diagnostics
    .map((diagnostic) => render(diagnostic, options.colours === true ? painted(diagnostic.severity) : plain))
    .join('\n');
}

function plain(text: string): string {
  return text;
}

function painted(severity: Severity): Paint {
  return (text) => `${COLOURS[severity]}${text}${RESET}`;
}

interface Mark {
  readonly label: Label;
  readonly at: Position;
  readonly arrow: '-->' | ':::';
}

function render({ code, severity, message, span, labels, help }: Diagnostic, paint: Paint): string {
  const marks = [{ span, text: '' }, ...labels].map((label, index): Mark => {
    const { source, start } = label.span;
    return { label, at: positionOf(source, start), arrow: index === 0 ? '-->' : ':::' };
  });
  const margin = ' '.repeat(Math.max(...marks.map(({ at }) => String(at.line).length)));
  const lines = [
    `${paint(severity)}[${code}]: ${message}`,
    ...marks.flatMap((mark) => renderMark(mark, margin, paint)),
    ...(help === '' ? [] : [`${margin} = help: ${help}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderMark({ label, at, arrow }: Mark, margin: string, paint: Paint): readonly string[] {
  const { source } = label.span;
  const { text, start, length } = excerpt(label.span, lineStarts(source)[at.line - 1] ?? 0);
  const mark = paint(`${'^'.repeat(length)} ${label.text}`.trimEnd());
  return [
    `${margin}${arrow} ${shownName(source)}:${at.line}:${at.column}`,
    `${margin} |`,
    `${String(at.line).padStart(margin.length)} | ${text}`.trimEnd(),
    `${margin} | ${' '.repeat(start)}${mark}`,
  ];
}

function shownName({ name }: Source): string {
  return name.replace(UNPRINTABLE, '\ufffd');
}
