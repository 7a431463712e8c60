/**
 * What an editor can do about what is wrong, or offer beside it: each action is a title and edits. An action that is offered can
 * be applied as it is; those that rewrite more than a word are tried out before they are offered.
 */
import type { Code } from '../codes.ts';
import type { TextEdit } from './edits.ts';
import { includeToImport } from './fix-include.ts';
import { addFields, addKey, addLookupElse, addOwner } from './fix-fields.ts';
import { importAndQualify } from './fix-import.ts';
import { removeUnused, replaceByMeant } from './fix-names.ts';
import { requireOther } from './fix-requires.ts';
import type { Fix, Problem, Range } from './fix.ts';
import type { Workspace } from './workspace.ts';

export interface CodeAction {
  readonly title: string;
  /** `refactor` is there without anything being wrong. */
  readonly kind: 'quickfix' | 'refactor';
  /** The code of the finding that it is for. */
  readonly code: Code | null;
  readonly edits: readonly TextEdit[];
}

type FixMaker = (problem: Problem) => readonly Fix[];

const BY_CODE: ReadonlyMap<Code, readonly FixMaker[]> = new Map<Code, readonly FixMaker[]>([
  ['check/missing-field', [addFields]],
  ['check/missing-key', [addKey]],
  ['check/lookup-without-else', [addLookupElse]],
  ['check/flag-owner', [addOwner]],
  ['check/unused-const', [removeUnused]],
  ['check/unused-segment', [removeUnused]],
  ['check/unused-table', [removeUnused]],
  ['module/include', [includeToImport]],
]);

export function codeActions(workspace: Workspace, path: string, range: Range): readonly CodeAction[] {
  const unit = workspace.unit(path);
  if (unit === undefined) return [];
  const found = new Map<string, CodeAction>();
  const add = (action: CodeAction): void => {
    const key = `${action.title} ${JSON.stringify(action.edits)}`;
    if (action.edits.length > 0 && !found.has(key)) found.set(key, action);
  };
  for (const finding of unit.program.findings) {
    const { span, code } = finding;
    if (span.source.name !== path || span.end < range.start || range.end < span.start) continue;
    const makers = [replaceByMeant, importAndQualify, ...(BY_CODE.get(code) ?? [])];
    for (const fix of makers.flatMap((make) => make({ finding, unit, workspace })))
      add({ ...fix, kind: 'quickfix', code });
  }
  for (const fix of requireOther(unit, range)) add({ ...fix, kind: 'refactor', code: null });
  return [...found.values()];
}
