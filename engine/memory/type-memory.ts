/** What a session holds of one fact type: facts from outside, what rules hold for and against facts, and the visible facts that result. */
import type { Fact } from '../fact.ts';
import { FactTable } from '../match/fact-table.ts';
import { sortTexts } from '../sort-texts.ts';
import { equalValues } from '../value.ts';
import { Records, type Source, type Support } from './records.ts';

/**
 * What an operation did: nothing that anybody sees, something that some see or that shows in times alone, or another fact, or other
 * fields, for everybody.
 */
export type Effect = 'none' | 'seen' | 'changed';

const NO_LENSES: ReadonlyMap<string, FactTable> = new Map();

export class TypeMemory {
  readonly type: string;
  /** What everybody sees who has no table of his own. */
  readonly table: FactTable;
  /** Of rules that do not see their own effects on facts of the type. */
  readonly lenses: ReadonlyMap<string, FactTable>;
  /** By key, in order of assertion; null while no rule has held anything: what is visible is what came from outside then. */
  #external: Map<string, Fact> | null = null;
  /** By key; a support stands for itself. Null as long as there are no others than external facts. */
  #held: Map<string, Support | Records> | null = null;
  /** Keys of the facts that have turned into others, for everybody. */
  #touched: string[] = [];

  constructor(type: string, lenses: readonly string[]) {
    this.type = type;
    this.table = new FactTable(type);
    this.lenses =
      lenses.length === 0 ? NO_LENSES : new Map(lenses.map((rule) => [rule, new FactTable(type)]));
  }

  /** By key, in order of assertion: retention drops from the front. */
  get external(): ReadonlyMap<string, Fact> {
    return this.#external ?? this.table.facts;
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

  /** Equal fields change nothing and keep the time of the fact there is. */
  assertExternal(fact: Fact): Effect {
    const { key } = fact;
    const present = this.external.get(key);
    if (present !== undefined && equalValues(present.fields, fact.fields)) return 'none';
    if (this.#external === null) return this.#turn(key, present, fact);
    if (present !== undefined) this.#external.delete(key);
    this.#external.set(key, fact);
    return this.#resolve(key, this.#held?.get(key));
  }

  retractExternal(key: string): Effect {
    const present = this.external.get(key);
    if (present === undefined) return 'none';
    if (this.#external === null) return this.#turn(key, present, undefined);
    this.#external.delete(key);
    return this.#resolve(key, this.#held?.get(key));
  }

  /** Mostly it is the only record of its fact, and stands for all of them. */
  support(support: Support): Effect {
    const { key } = support.fact;
    const all = this.#beginHolding();
    if (all.has(key)) return this.hold(key, (records) => records.support(support));
    all.set(key, support);
    return this.#resolve(key, support);
  }

  /** `put` says whether anything is other than before. */
  hold(key: string, put: (records: Records) => boolean): Effect {
    const all = this.#beginHolding();
    const held = all.get(key);
    const records = held instanceof Records ? held : Records.of(held);
    if (!put(records)) return 'none';
    all.set(key, records);
    return this.#resolve(key, records);
  }

  withdraw(key: string, source: Source): Effect {
    const held = this.#held?.get(key);
    if (this.#held === null || held === undefined) return 'none';
    const records = held instanceof Records ? held : Records.of(held);
    records.withdraw(source);
    if (records.isEmpty) this.#held.delete(key);
    else this.#held.set(key, records);
    return this.#resolve(key, records);
  }

  get isTouched(): boolean {
    return this.#touched.length > 0;
  }

  /** Keys of the visible facts that are others than when it was asked last, in order. */
  takeTouched(): readonly string[] {
    const touched = this.#touched;
    this.#touched = [];
    if (touched.length < 2) return touched;
    sortTexts(touched);
    return touched.filter((key, at) => key !== touched[at + 1]);
  }

  #beginHolding(): Map<string, Support | Records> {
    this.#external ??= new Map(this.table.facts);
    return (this.#held ??= new Map());
  }

  /** Makes visible what external fact and records of a key come to. */
  #resolve(key: string, held: Support | Records | undefined): Effect {
    const external = this.#external?.get(key);
    const before = this.table.get(key);
    const after = sameIfEqual(before, visibleOf(held, external, ''));
    const isShown = this.lenses.size > 0 && this.#show(key, { after, external, held });
    if (before === after) return isShown ? 'seen' : 'none';
    this.#touched.push(key);
    this.table.turn(key, before, after);
    const isChanged =
      before === undefined || after === undefined || !equalValues(before.fields, after.fields);
    return isChanged ? 'changed' : 'seen';
  }

  /** Where everybody sees what came from outside. */
  #turn(key: string, before: Fact | undefined, after: Fact | undefined): Effect {
    this.#touched.push(key);
    this.table.turn(key, before, after);
    for (const table of this.lenses.values()) table.turn(key, table.get(key), after);
    return 'changed';
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
      table.turn(key, before, seen);
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
