/** What a session holds of one fact type: facts from outside, what rules hold for and against facts, and the visible facts that result. */
import type { Fact } from '../fact.ts';
import { FactTable } from '../match/fact-table.ts';
import { equalValues } from '../value.ts';
import { Records, type Source, type Support } from './records.ts';

/**
 * What an operation did: nothing that anybody sees, something that some see or that shows in times alone, or another fact, or other
 * fields, for everybody.
 */
export type Effect = 'none' | 'seen' | 'changed';

const NO_LENSES: ReadonlyMap<string, FactTable> = new Map();

export class TypeMemory {
  /** What everybody sees who has no table of his own. */
  readonly table: FactTable;
  /** By key, in order of assertion: retention drops from the front. */
  readonly external = new Map<string, Fact>();
  /** Of rules that do not see their own effects on facts of the type. */
  readonly lenses: ReadonlyMap<string, FactTable>;
  /** By key; a support stands for itself. */
  #held: Map<string, Support | Records> | null = null;

  constructor(type: string, lenses: readonly string[]) {
    this.table = new FactTable(type);
    this.lenses =
      lenses.length === 0 ? NO_LENSES : new Map(lenses.map((rule) => [rule, new FactTable(type)]));
  }

  recordsOf(key: string): Records | undefined {
    const held = this.#held?.get(key);
    return held === undefined || held instanceof Records ? held : Records.of(held);
  }

  /** By key, in no order. */
  get allRecords(): readonly (readonly [key: string, records: Records])[] {
    return [...(this.#held ?? [])].map(([key, held]) => [
      key,
      held instanceof Records ? held : Records.of(held),
    ]);
  }

  /** Mostly it is the only record of its fact, and stands for all of them. */
  support(key: string, support: Support): Effect {
    this.#held ??= new Map();
    const held = this.#held.get(key);
    if (held !== undefined) return this.hold(key, (records) => records.support(support));
    this.#held.set(key, support);
    return this.resolve(key, support);
  }

  /** `put` says whether anything is other than before. */
  hold(key: string, put: (records: Records) => boolean): Effect {
    this.#held ??= new Map();
    const held = this.#held.get(key);
    const records = held instanceof Records ? held : Records.of(held);
    if (!put(records)) return 'none';
    this.#held.set(key, records);
    return this.resolve(key, records);
  }

  withdraw(key: string, source: Source): Effect {
    const held = this.#held?.get(key);
    if (this.#held === null || held === undefined) return 'none';
    const records = held instanceof Records ? held : Records.of(held);
    records.withdraw(source);
    if (records.isEmpty) this.#held.delete(key);
    else this.#held.set(key, records);
    return this.resolve(key, records);
  }

  /** Makes visible what external fact and records of a key come to. */
  resolve(key: string, held: Support | Records | undefined): Effect {
    const { table } = this;
    const external = this.external.get(key);
    const before = table.get(key);
    const after = sameIfEqual(before, visibleOf(held, external, ''));
    const isShown = this.lenses.size > 0 && this.#show(key, { after, external, held });
    if (before === after) return isShown ? 'seen' : 'none';
    table.set(key, after);
    const isChanged =
      before === undefined || after === undefined || !equalValues(before.fields, after.fields);
    return isChanged ? 'changed' : 'seen';
  }

  /** What rules hold against a key, for `resolve`. */
  heldOf(key: string): Support | Records | undefined {
    return this.#held?.get(key);
  }

  /** To those who see it otherwise; whether anything is new to one of them. */
  #show(key: string, { after, external, held }: Resolved): boolean {
    let isNew = false;
    for (const [rule, table] of this.lenses) {
      const before = table.get(key);
      const isOwn = held instanceof Records && held.hasEffectOf(rule);
      const own = isOwn ? held.visible(external, rule) : after;
      const seen = sameIfEqual(before, own);
      if (seen === before) continue;
      table.set(key, seen);
      isNew = true;
    }
    return isNew;
  }
}

interface Resolved {
  readonly after: Fact | undefined;
  readonly external: Fact | undefined;
  readonly held: Support | Records | undefined;
}

function visibleOf(
  held: Support | Records | undefined,
  external: Fact | undefined,
  unseen: string,
): Fact | undefined {
  if (held === undefined) return external;
  return held instanceof Records ? held.visible(external, unseen) : held.fact;
}

/** An overlaid fact is made anew each time; one that says the same is the same. */
function sameIfEqual(before: Fact | undefined, after: Fact | undefined): Fact | undefined {
  if (before === undefined || after === undefined || before === after) return after;
  const isSame =
    before.assertedAt === after.assertedAt &&
    before.assertedRound === after.assertedRound &&
    equalValues(before.fields, after.fields);
  return isSame ? before : after;
}
