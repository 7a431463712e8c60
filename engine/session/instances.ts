/**
 * What a rule has come to for each of its instances: without `per_fact` there is one, with it one for each fact. Kept small, and none
 * where there is nothing to know.
 */
import { Reader } from '../match/cell.ts';
import { sortTexts } from '../sort-texts.ts';
import type { Match } from './rule-state.ts';

export class Instance extends Reader {
  readonly key: string;
  readonly #stale: string[];
  isStale = false;
  isTrapped = false;
  /** What it comes to by what was read last. */
  match: Match | null = null;
  /** What is applied to memory, or supports an outcome. */
  applied: Match | null = null;

  constructor(key: string, stale: string[]) {
    super();
    this.key = key;
    this.#stale = stale;
  }

  override becomeStale(): void {
    if (this.isStale) return;
    this.isStale = true;
    this.#stale.push(this.key);
  }
}

const NO_KEYS: readonly string[] = [];

export class Instances {
  readonly #all = new Map<string, Instance>();
  readonly #stale: string[] = [];
  /** How many have a match, and how many one that is applied. */
  #matched = 0;
  #applied = 0;

  get hasMatches(): boolean {
    return this.#matched > 0;
  }

  get hasApplied(): boolean {
    return this.#applied > 0;
  }

  /** In no order. */
  get keys(): Iterable<string> {
    return this.#all.keys();
  }

  get(key: string): Instance | undefined {
    return this.#all.get(key);
  }

  /** It may be evaluated otherwise than before. */
  stale(key: string): void {
    this.#of(key).becomeStale();
  }

  /** Those to evaluate again, in order. */
  takeStale(): readonly string[] {
    return this.#stale.length === 0 ? NO_KEYS : sortTexts(this.#stale.splice(0));
  }

  /** What an instance that is not stale any more has come to. */
  matched(instance: Instance, match: Match | null): void {
    this.#matched += countOf(match) - countOf(instance.match);
    instance.match = match;
  }

  appliedTo(key: string): Match | null {
    return this.#all.get(key)?.applied ?? null;
  }

  apply(key: string, match: Match | null): void {
    const instance = this.#of(key);
    this.#applied += countOf(match) - countOf(instance.applied);
    instance.applied = match;
    this.tidy(instance);
  }

  /** All that are applied, in no order. */
  applied(): readonly Match[] {
    const matches: Match[] = [];
    for (const { applied } of this.#all.values()) if (applied !== null) matches.push(applied);
    return matches;
  }

  /** Forgets one of which there is nothing to know. */
  tidy(instance: Instance): void {
    const { isStale, isTrapped, match, applied } = instance;
    if (isStale || isTrapped || match !== null || applied !== null || !instance.readsNothing) return;
    this.#all.delete(instance.key);
  }

  #of(key: string): Instance {
    const known = this.#all.get(key);
    if (known !== undefined) return known;
    const instance = new Instance(key, this.#stale);
    this.#all.set(key, instance);
    return instance;
  }
}

function countOf(match: Match | null): 0 | 1 {
  return match === null ? 0 : 1;
}
