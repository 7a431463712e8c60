/** Everything that writing the code of one unit needs. */
import type { Checked, CheckedModule } from '../checker/checked.ts';
import { qualifiedName } from '../checker/names.ts';
import type { Name } from '../ast/nodes.ts';
import type { Span } from '../span.ts';
import type { UnitCode } from './code.ts';
import type { Locals } from './locals.ts';
import type { Placement } from './placement.ts';
import type { Pools } from './pools.ts';

/** The program under construction. */
export interface Assembly {
  readonly checked: Checked;
  readonly pools: Pools;
  readonly placement: Placement;
  readonly words: number[];
  readonly spans: number[];
  /** Tables by their names in the program, in the order of the program. */
  readonly tables: readonly TableShape[];
  /** Whether what can be computed now is. */
  readonly folds: boolean;
}

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Lowering {
  readonly assembly: Assembly;
  /** Whose names and types apply: that of the declaration, or of a const that is put in. */
  readonly module: CheckedModule;
  readonly code: UnitCode;
  readonly locals: Locals;
  /** Where a const is put in: its code belongs to that place. */
  readonly site: Span | null;
  /** How many lookups there are around, and around the const that is put in. */
  readonly lookups: number;
  readonly rowBase: number;
}

/** The name that the program has for what a name refers to; what is not declared is called as it is written. */
export function programName(name: Name, { references }: Pick<CheckedModule, 'references'>): string {
  const found = references.get(name);
  return found === undefined ? name.text : qualifiedName(found);
}
