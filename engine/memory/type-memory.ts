/** What a session holds of one fact type: facts from outside, what rules hold for and against facts, and the visible facts that result. */
import type { Fact } from '../fact.ts';
import { FactTable } from '../match/fact-table.ts';
import { equalValues } from '../value.ts';
import { Records } from './records.ts';

/**
 * What an operation did: nothing that anybody sees, something that some see or that shows in times alone, or another fact, or other
 * fields, for everybody.
 */
export type Effect = 'none' | 'seen' | 'changed';

export class TypeMemory {
  /** What everybody sees who has no table of his own. */
  readonly table: FactTable;
  /** By key, in order of assertion: retention drops from the front. */
  readonly external = new Map<string, Fact>();
  /** Of rules that do not see their own effects on facts of the type. */
  readonly lenses: ReadonlyMap<string, FactTable>;
  #records: Map<string, Records> | null = null;

  constructor(type: string, lenses: readonly string[]) {
    this.table = new FactTable(type);
    this.lenses = new Map(lenses.map((rule) => [rule, new FactTable(type)]));
  }

  recordsOf(key: string): Records | undefined {
    return this.#records?.get(key);
  }

  /** To be filled. */
  openRecords(key: string): Records {
    this.#records ??= new Map();
    let records = this.#records.get(key);
    if (records === undefined) this.#records.set(key, (records = new Records()));
    return records;
  }

  dropRecords(key: string): void {
    this.#records?.delete(key);
  }

  /** By key, in no order. */
  get allRecords(): Iterable<[string, Records]> {
    return this.#records ?? [];
  }

  /** Makes visible what external fact and records of a key come to. */
  resolve(key: string, records: Records | undefined): Effect {
    const { table } = this;
    const external = this.external.get(key);
    const before = table.get(key);
    const after = sameIfEqual(before, records === undefined ? external : records.visible(external, ''));
    const isShown = this.lenses.size > 0 && this.#show(key, { after, external, records });
    if (before === after) return isShown ? 'seen' : 'none';
    table.set(key, after);
    const isChanged = before === undefined || after === undefined || !equalValues(before.fields, after.fields);
    return isChanged ? 'changed' : 'seen';
  }

  /** To those who see it otherwise; whether anything is new to one of them. */
  #show(key: string, { after, external, records }: Resolved): boolean {
    let isNew = false;
    for (const [rule, table] of this.lenses) {
      const before = table.get(key);
      const own = records?.hasEffectOf(rule) === true ? records.visible(external, rule) : after;
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
  readonly records: Records | undefined;
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
