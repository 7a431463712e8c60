/** The running sum of a comparison: counts of everything, and the first differences of all, so that memory stays bounded. */
import type { MatchChanges } from './matches.ts';
import type { Changes } from './verdicts.ts';

type AnyChanges = MatchChanges & Partial<Pick<Changes, 'strategies' | 'flags'>>;

/** Lists that would be empty are absent. */
export interface Difference extends Partial<AnyChanges> {
  readonly key: string;
  readonly unchanged: false;
}

export class Comparison {
  compared = 0;
  changed = 0;
  readonly differences: Difference[] = [];
  readonly #differencesMax: number;

  constructor(differencesMax: number) {
    this.#differencesMax = differencesMax;
  }

  get unchanged(): number {
    return this.compared - this.changed;
  }

  /** Differences that were counted and not kept. */
  get omitted(): number {
    return this.changed - this.differences.length;
  }

  add(key: string, changes: AnyChanges): void {
    this.compared += 1;
    const { added, removed, changed, strategies = [], flags = [] } = changes;
    const lists = { added, removed, changed, strategies, flags };
    const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
    if (filled.length === 0) return;
    this.changed += 1;
    if (this.differences.length < this.#differencesMax)
      this.differences.push({ key, ...Object.fromEntries(filled), unchanged: false });
  }
}
