/** Fixes that replace or remove a name: what was meant, and what nobody uses. */
import { textOf } from '../span.ts';
import { replace, type TextEdit } from './edits.ts';
import type { Fix, Problem } from './fix.ts';

/** A "did you mean" is one word; one that had to be shortened is not offered. */
const MEANT = /^did you mean (?:`([^`…]+)`|"([^"…]+)")\?$/;

export function replaceByMeant({ finding }: Problem): readonly Fix[] {
  const [, name, value] = MEANT.exec(finding.help) ?? [];
  const meant = name ?? value;
  if (meant === undefined) return [];
  const { span } = finding;
  const written = textOf(span);
  const text = asWritten(meant, { written, before: span.source.text.slice(0, span.start) });
  return [{ title: `Replace by \`${meant}\``, edits: [replace(span, text)] }];
}

/** With the quotes, the scheme or the namespace that stand there already. */
function asWritten(
  meant: string,
  { written, before }: { readonly written: string; readonly before: string },
) {
  const [scheme = ''] = /^"?(?:chain|worker):\/\//.exec(written) ?? [];
  if (written.startsWith('"')) return `"${scheme.slice(1)}${meant}"`;
  const dot = meant.lastIndexOf('.');
  const isQualified = dot !== -1 && !written.includes('.') && before.endsWith(meant.slice(0, dot + 1));
  return scheme + (isQualified ? meant.slice(dot + 1) : meant);
}

/** With its line, if nothing else is on it. */
export function removeUnused({ finding, unit }: Problem): readonly Fix[] {
  const declaration = unit.check.module.declarations.find(
    ({ name }) => name.span.start === finding.span.start && name.span.source === finding.span.source,
  );
  if (declaration === undefined) return [];
  const { source, start, end } = declaration.span;
  const isAlone = /(?:^|\n)[ \t\ufeff]*$/.test(source.text.slice(0, start));
  const [rest = ''] = /^[ \t]*\r?\n/.exec(source.text.slice(end)) ?? [];
  const edit: TextEdit = replace({ source, start, end: isAlone ? end + rest.length : end }, '');
  return [{ title: `Remove ${declaration.kind} \`${declaration.name.text}\``, edits: [edit] }];
}
