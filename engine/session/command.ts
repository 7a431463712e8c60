/**
 * Commands: the only way a session changes. A command carries nothing that is read from outside; with the instant it
 * is decided at, it determines the step completely, which is what makes a journal replayable.
 */
import type { ValueRecord } from '../value.ts';

export type Command =
  | { readonly kind: 'assert'; readonly type: string; readonly key: string; readonly fields: ValueRecord }
  | { readonly kind: 'retract'; readonly type: string; readonly key: string }
  /** Time alone: temporal clauses mature, facts expire, polls run. `missed` polls before it were skipped after downtime. */
  | { readonly kind: 'tick'; readonly missed: number };
