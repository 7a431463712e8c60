/**
 * Diagnostics as workflow commands, which GitHub shows beside the lines of a change. A command is one line, so whatever
 * could end it or one of its properties is escaped as the runner decodes it.
 */
import type { Diagnostic, Label } from '../diagnostic.ts';
import { relativePath, regionOf } from './place.ts';
import { wellFormed } from './well-formed.ts';

export interface GithubOptions {
  readonly folder?: string;
  readonly omitted: number;
}

/** One line a diagnostic. */
export function renderGithub(diagnostics: readonly Diagnostic[], { folder, omitted }: GithubOptions): string {
  const lines = diagnostics.map((diagnostic) => command(diagnostic, folder));
  if (omitted > 0) lines.push(`::notice::… and ${omitted} more`);
  return lines.map((line) => `${line}\n`).join('');
}

function command(diagnostic: Diagnostic, folder: string | undefined): string {
  const { code, severity, message, span, labels, help } = diagnostic;
  const { startLine, startColumn, endLine, endColumn } = regionOf(span);
  // The runner refuses columns when the lines differ.
  const isOneLine = startLine === endLine;
  const properties = [
    ['file', relativePath(span.source.name, folder)],
    ['line', startLine],
    ...(isOneLine ? [['col', startColumn]] : []),
    ['endLine', endLine],
    ...(isOneLine ? [['endColumn', endColumn]] : []),
    ['title', code],
  ].map(([name = '', value = '']) => `${name}=${escapeProperty(String(value))}`);
  const text = [
    message,
    ...labels.map((label) => note(label, folder)),
    ...(help === '' ? [] : [`help: ${help}`]),
  ];
  return `::${severity} ${properties.join(',')}::${escapeText(text.join('\n'))}`;
}

function note({ span, text }: Label, folder: string | undefined): string {
  const { startLine, startColumn } = regionOf(span);
  return `${relativePath(span.source.name, folder)}:${startLine}:${startColumn}: ${text}`;
}

function escapeText(text: string): string {
  return wellFormed(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
