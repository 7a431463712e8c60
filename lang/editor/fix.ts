/** A way to put something right, and what there is to put right. */
import type { Diagnostic } from '../diagnostic.ts';
import type { TextEdit } from './edits.ts';
import type { Unit, Workspace } from './workspace.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What is wrong, and where it was found. */
export interface Problem {
  readonly finding: Diagnostic;
  readonly unit: Unit;
  readonly workspace: Workspace;
}
