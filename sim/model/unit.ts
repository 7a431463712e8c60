/**
 * What one evaluation of a condition with its params can see and leaves behind. A trap does not stop it: whoever runs the unit
 * looks for the trap afterwards and takes nothing of the result.
 */
import type { Checked, CheckedModule } from '#lang/checker/checked.js';
import type { Span } from '#lang/span.js';
import type { Money, ModelRecord, ModelValue } from './value.ts';

export interface ModelTrap {
  readonly code: 'vm/unit-mismatch';
  readonly message: string;
}

/** By what is forced and where it stands: `leaf 3:12`, `rule kill_switch 40`, `order Route/Fast`. */
export type Forced = ReadonlyMap<string, boolean>;

/** What is the same for everything that one request evaluates. */
export interface Surroundings {
  readonly checked: Checked;
  /** Gates and leaves that are what a test wants, whatever they come to by themselves. */
  readonly forced: Forced;
  readonly context: ModelRecord;
  readonly nowSeconds: number;
  /** Of a session; 0 in what has none. */
  readonly round: number;
  /** The facts of a type that can be seen, in key order; none where there is no session. */
  facts(type: string): readonly ModelValue[];
}

/** What a unit leaves behind besides its value. */
export interface Notes {
  trap: ModelTrap | null;
  /** Of the expression that trapped. */
  trapSpan: Span | null;
  zeroDivisions: number;
  badPatterns: number;
  missingSecrets: number;
}

export interface Unit extends Surroundings {
  readonly module: CheckedModule;
  /** Lets, loop variables, witnesses, by name. */
  readonly locals: Map<string, ModelValue>;
  /** Rows of the lookups around, the outermost first. */
  readonly rows: readonly ModelValue[];
  /** Where a const is put in: what happens in it happens there. */
  readonly site: Span | null;
  readonly notes: Notes;
}

export function unitOf(surroundings: Surroundings, module: CheckedModule): Unit {
  const { checked, forced, context, nowSeconds, round } = surroundings;
  const notes = { trap: null, trapSpan: null, zeroDivisions: 0, badPatterns: 0, missingSecrets: 0 };
  return {
    checked,
    forced,
    context,
    nowSeconds,
    round,
    facts: (type) => surroundings.facts(type),
    module,
    locals: new Map(),
    rows: [],
    site: null,
    notes,
  };
}

/** Amounts of two units do not go together; the first trap of a unit counts. */
export function mismatch(left: Money, right: Money, { notes }: Unit): void {
  const [first, second] = [left.unit || 'no unit', right.unit || 'no unit'];
  const message = `amounts in \`${first}\` and \`${second}\` do not go together`;
  notes.trap ??= { code: 'vm/unit-mismatch', message };
}
