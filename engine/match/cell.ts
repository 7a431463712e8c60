/**
 * What evaluations read, and who has read it. A cell that changes makes its readers stale; whoever owns a reader evaluates it again
 * when it is asked. So the cost of a change is that of the evaluations that have seen what changed.
 */
import { Few } from './few.ts';

export class Cell {
  readonly #readers = new Few<Reader>();

  get isRead(): boolean {
    return this.#readers.size > 0;
  }

  /** False for one that has read it already. */
  addReader(reader: Reader): boolean {
    if (this.#readers.has(reader)) return false;
    this.#readers.add(reader);
    return true;
  }

  removeReader(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.released();
  }

  changed(): void {
    this.#readers.forEach(makeStale);
  }

  /** The last reader has left. */
  released(): void {}
}

/** One evaluation whose result is kept. What it has read is a `Few` of its own: there is one of these for each fact of a rule. */
export abstract class Reader extends Few<Cell> {
  abstract becomeStale(): void;

  get readsNothing(): boolean {
    return this.size === 0;
  }

  read(cell: Cell): void {
    if (cell.addReader(this)) this.add(cell);
  }

  /** Before it is evaluated again, or given up. */
  forget(): void {
    if (this.size === 0) return;
    this.forEach((cell) => cell.removeReader(this));
    this.clear();
  }
}

function makeStale(reader: Reader): void {
  reader.becomeStale();
}
