/** Changes of texts as data: what is replaced by what, in which file. Edits of one file never overlap. */
import type { Span } from '../span.ts';
import type { Workspace } from './workspace.ts';

export interface TextEdit {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function replace({ source, start, end }: Span, text: string): TextEdit {
  return { path: source.name, start, end, text };
}

export function insert({ source }: Span, at: number, text: string): TextEdit {
  return { path: source.name, start: at, end: at, text };
}

/** The texts of the files that the edits change, as they are afterwards. */
export function applyEdits(workspace: Workspace, edits: readonly TextEdit[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const before = workspace.files.get(path)?.source.text ?? '';
    texts.set(
      path,
      applyTo(
        before,
        edits.filter((edit) => edit.path === path),
      ),
    );
  }
  return texts;
}

/** Where an offset is after the edits; one within an edit goes to its end. */
export function shifted(offset: number, edits: readonly TextEdit[]): number {
  const before = edits.filter(({ end }) => end <= offset);
  return before.reduce((sum, { start, end, text }) => sum + text.length - (end - start), offset);
}

/** One text after its edits. */
export function applyTo(before: string, edits: readonly TextEdit[]): string {
  let text = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    text += before.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + before.slice(at);
}
