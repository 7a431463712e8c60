/**
 * What a conversion says beside its result, and the limits both directions keep. A problem makes the whole conversion fail, so
 * that half a ruleset is never taken for all of it; a note tells what the other form does not hold. Nothing here throws.
 */

/** `place` is a JSON pointer, `line:column` of a source, or empty where the whole document is meant. */
export interface Remark {
  readonly place: string;
  readonly message: string;
}

/** Nodes within nodes. The reader of either direction refuses what is deeper, so that nothing can exhaust the stack. */
export const DEPTH_MAX = 200;
/** Nodes of one conversion; a graph of shared objects would otherwise never end. */
export const NODES_MAX = 1_000_000;
/** Nobody reads more, and a document can be wrong in every node. */
export const REMARKS_MAX = 1_000;

/** Collects the problems and notes of one conversion; what is used in many places is said once. */
export class Remarks {
  readonly #problems = new Map<string, Remark>();
  readonly #notes = new Map<string, Remark>();

  get problems(): readonly Remark[] {
    return [...this.#problems.values()];
  }

  get notes(): readonly Remark[] {
    return [...this.#notes.values()];
  }

  get hasProblems(): boolean {
    return this.#problems.size > 0;
  }

  /** Returns `null`, which is what a conversion makes of what it cannot convert. */
  refuse(place: string, message: string): null {
    add(this.#problems, { place, message });
    return null;
  }

  note(place: string, message: string): void {
    add(this.#notes, { place, message });
  }
}

function add(remarks: Map<string, Remark>, remark: Remark): void {
  if (remarks.size < REMARKS_MAX) remarks.set(remarkText(remark), remark);
  else if (remarks.size === REMARKS_MAX) remarks.set('', { place: '', message: 'there are more than these' });
}

/** `/rules/0/condition: unknown operator "X"`. */
export function remarkText({ place, message }: Remark): string {
  return place === '' ? message : `${place}: ${message}`;
}
