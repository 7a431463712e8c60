/**
 * One thing at a time in a lane, in the order of the calls, whoever calls: two pipelines may be at work while a source is
 * opened again. What the turn before wrote is durable when the next one begins.
 */
import type { Lane } from '#streams/ports.js';
import { laneKey } from '../keys.ts';

export class LaneTurns {
  /** The end of the last turn of each lane that has any. */
  readonly #tails = new Map<string, Promise<unknown>>();
  #count = 0;

  /** Turns that are taken or waited for, of all lanes. */
  get count(): number {
    return this.#count;
  }

  async take<Result>(lane: Lane, work: () => Promise<Result>): Promise<Result> {
    const id = laneKey(lane);
    const before = this.#tails.get(id);
    const turn = before === undefined ? work() : before.then(work, work);
    this.#tails.set(id, turn);
    this.#count += 1;
    try {
      return await turn;
    } finally {
      this.#count -= 1;
      if (this.#tails.get(id) === turn) this.#tails.delete(id);
    }
  }
}
