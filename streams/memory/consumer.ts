/**
 * A named consumer of the in-process bus: a reader of the log with bounded credit. Between openings it remembers the
 * oldest message it has not settled, so that the log keeps it, and not what it has settled behind that one: an opening
 * begins at a position and delivers everything from there.
 */
import { assert } from '#engine/assert.js';
import type { Subscriber } from 'rxjs';
import type { Delivery } from '../ports.ts';
import { matchesFilter } from '../subjects.ts';
import type { FactLog, LoggedMessage } from './fact-log.ts';

interface Opening {
  readonly subscriber: Subscriber<Delivery>;
  readonly start: number;
  readonly creditMax: number;
}

interface ConsumerOptions {
  readonly log: FactLog;
  readonly filters: readonly string[];
  readonly incarnation: string;
  onSettled(): void;
}

export class Consumer {
  readonly #options: ConsumerOptions;
  #opening: Opening | null = null;
  #next = 1;
  #ordinal = 0;
  /** Matching messages from `#next` on. */
  #pending = 0;
  /** Delivered sequences in stream order. */
  readonly #unsettled = new Set<number>();

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  get settledTo(): number {
    const [oldest = this.#next] = this.#unsettled;
    return oldest - 1;
  }

  get backlog(): number {
    return this.#pending + this.#unsettled.size;
  }

  open(opening: Opening): void {
    assert(this.#opening === null, 'a consumer is open once at a time');
    this.#opening = opening;
    this.#ordinal = 0;
    this.#rewind(opening.start);
  }

  close(): void {
    this.#opening = null;
    this.#rewind(this.settledTo + 1);
  }

  note({ subject }: LoggedMessage): void {
    if (this.#matches(subject)) this.#pending += 1;
  }

  /** Delivers the next message if there is credit; `true` when it got further in the log. */
  feed(): boolean {
    const before = this.#next;
    const { log } = this.#options;
    const opening = this.#opening;
    if (opening === null || this.#unsettled.size >= opening.creditMax) return false;
    while (this.#next <= log.last) {
      const message = log.at(this.#next);
      this.#next += 1;
      if (!this.#matches(message.subject)) continue;
      opening.subscriber.next(this.#deliveryOf(message));
      return true;
    }
    return this.#next !== before;
  }

  #deliveryOf({ sequence, ...message }: LoggedMessage): Delivery {
    this.#ordinal += 1;
    this.#pending -= 1;
    this.#unsettled.add(sequence);
    const { incarnation } = this.#options;
    const place = { incarnation, sequence, ordinal: this.#ordinal, pending: this.#pending };
    const settle = (): void => this.#settle(sequence);
    return { ...message, ...place, ack: settle, term: settle };
  }

  #settle(sequence: number): void {
    if (this.#unsettled.delete(sequence)) this.#options.onSettled();
  }

  #rewind(start: number): void {
    const { log } = this.#options;
    this.#unsettled.clear();
    this.#next = Math.max(start, log.first);
    this.#pending = 0;
    for (let sequence = this.#next; sequence <= log.last; sequence++) this.note(log.at(sequence));
  }

  #matches(subject: string): boolean {
    return this.#options.filters.some((filter) => matchesFilter(filter, subject));
  }
}
