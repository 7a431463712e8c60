/**
 * Keeps the position of a source: the last message up to which everything is settled. Messages settle out of order,
 * because lanes are concurrent; the position waits for the slowest. It only ever names what is durable, so starting
 * behind it repeats at most what was in flight.
 */
import type { Delivery, Position } from '../ports.ts';

interface Pending {
  readonly position: Position;
  settled: boolean;
}

export class PositionTracker {
  /** In stream order, by ordinal; the first is the oldest that is not settled. */
  readonly #pending = new Map<number, Pending>();
  #position: Position | null;

  constructor(after: Position | null) {
    this.#position = after;
  }

  /** `null` while nothing has been settled. */
  get position(): Position | null {
    return this.#position;
  }

  get inFlight(): number {
    return this.#pending.size;
  }

  /** Call in stream order; a repetition changes nothing. */
  admit({ incarnation, sequence, ordinal }: Delivery, frontier: number): void {
    if (this.#pending.has(ordinal) || this.#isBehind(incarnation, sequence)) return;
    this.#pending.set(ordinal, { position: { incarnation, sequence, frontier }, settled: false });
  }

  settle({ ordinal }: Delivery): void {
    const settled = this.#pending.get(ordinal);
    if (settled === undefined) return;
    settled.settled = true;
    for (const [first, pending] of this.#pending) {
      if (!pending.settled) return;
      this.#position = pending.position;
      this.#pending.delete(first);
    }
  }

  #isBehind(incarnation: string, sequence: number): boolean {
    return this.#position?.incarnation === incarnation && sequence <= this.#position.sequence;
  }
}
