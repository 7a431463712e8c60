/**
 * What evaluations read, and who has read it. A cell that changes makes its readers stale; whoever owns a reader evaluates it again
 * when it is asked. So the cost of a change is that of the evaluations that have seen what changed.
 */
export class Cell {
  readonly readers = new Set<Reader>();

  changed(): void {
    for (const reader of this.readers) reader.becomeStale();
  }

  /** The last reader has left. */
  released(): void {}
}

/** One evaluation whose result is kept. */
export abstract class Reader {
  #reads: Cell[] = [];

  abstract becomeStale(): void;

  get readsNothing(): boolean {
    return this.#reads.length === 0;
  }

  read(cell: Cell): void {
    if (cell.readers.has(this)) return;
    cell.readers.add(this);
    this.#reads.push(cell);
  }

  /** Before it is evaluated again, or given up. */
  forget(): void {
    if (this.#reads.length === 0) return;
    for (const cell of this.#reads) {
      cell.readers.delete(this);
      if (cell.readers.size === 0) cell.released();
    }
    this.#reads = [];
  }
}
