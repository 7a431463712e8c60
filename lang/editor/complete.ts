/**
 * What may be written at a place, the likeliest first. Works from tokens, the schemas that are known and the declarations that
 * could last be parsed, so it answers in the middle of a word and in a file full of mistakes.
 */
import { cursorAt } from './cursor.ts';
import type { TextEdit } from './edits.ts';
import { slotsAt } from './slots.ts';
import type { CompletionKind } from './suggestion.ts';
import { suggestFor } from './suggestions.ts';
import type { Workspace } from './workspace.ts';

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail: string;
  readonly edit: TextEdit;
}

export function complete(workspace: Workspace, path: string, offset: number): readonly Completion[] {
  const unit = workspace.unit(path);
  const cursor = unit === undefined ? undefined : cursorAt(unit.file, offset);
  if (unit === undefined || cursor === undefined) return [];
  const { start, end } = cursor;
  const found = new Map<string, Completion>();
  for (const slot of slotsAt(cursor)) {
    for (const { label, kind, detail, text } of suggestFor(slot, { unit, workspace, cursor })) {
      const key = `${kind} ${label}`;
      if (!found.has(key))
        found.set(key, { label, kind, detail, edit: { path, start, end, text: text ?? label } });
    }
  }
  return [...found.values()];
}
