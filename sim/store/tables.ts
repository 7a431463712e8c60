/** The tables of one state of a store. They change by whole batches only, each behind its guard. */
import type { Batch, Entry, Range, StoreKey, Table } from '#actors';
import { Rows } from './rows.ts';

export class Tables {
  readonly #tables = new Map<Table, Rows>();

  copy(): Tables {
    const tables = new Tables();
    for (const [name, rows] of this.#tables) tables.#tables.set(name, rows.copy());
    return tables;
  }

  get(table: Table, key: StoreKey): Uint8Array | undefined {
    return this.#tables.get(table)?.get(key);
  }

  range(table: Table, range: Range): readonly Entry[] {
    return this.#tables.get(table)?.range(range) ?? [];
  }

  /** Whether the batch may be applied. */
  accepts({ guard: { table, key, value } }: Batch): boolean {
    const present = this.get(table, key);
    if (present === undefined || value === null) return present === undefined && value === null;
    return Buffer.from(present).equals(value);
  }

  apply({ puts, removes }: Batch): void {
    for (const { table, key, value } of puts) this.#rowsOf(table).put(key, value);
    for (const { table, key } of removes) this.#rowsOf(table).remove(key);
  }

  #rowsOf(table: Table): Rows {
    const known = this.#tables.get(table);
    if (known !== undefined) return known;
    const rows = new Rows();
    this.#tables.set(table, rows);
    return rows;
  }
}
