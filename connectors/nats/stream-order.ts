/**
 * Stream order over a consumer that may lose, repeat and be made again. Decides for each arrival whether it is the next of
 * the stream, known already, or proof that something was missed; keeps the ones that are not settled, with the latest
 * message that settles them. Knows nothing of NATS but the numbers of a delivery.
 */

/** The numbers that JetStream gives a delivery. */
export interface Arrival {
  readonly streamSequence: number;
  /** Counts the deliveries of one consumer, repetitions included, so that a jump means that one got lost on its way. */
  readonly deliverySequence: number;
  /** 1 for the first delivery by this consumer. */
  readonly deliveryCount: number;
}

export type Verdict<Message> =
  | { readonly kind: 'next'; readonly ordinal: number }
  /** Emitted before and still being worked on: settling the first one settles this one. */
  | { readonly kind: 'held' }
  /** Settled before; the consumer does not know it. */
  | { readonly kind: 'settled'; readonly message: Message }
  /** The consumer has to be made again. */
  | { readonly kind: 'gap' };

interface Held<Message> {
  readonly ordinal: number;
  message: Message;
}

export class StreamOrder<Message> {
  /** By stream sequence, in stream order. */
  readonly #held = new Map<number, Held<Message>>();
  #incarnation: string;
  #lastSequence: number;
  #lastOrdinal = 0;
  #lastDelivery = 0;

  /** `after` is the position behind which to begin in that life of the stream. */
  constructor(after: { readonly incarnation: string; readonly sequence: number } | null) {
    this.#incarnation = after?.incarnation ?? '';
    this.#lastSequence = after?.sequence ?? 0;
  }

  get lastOrdinal(): number {
    return this.#lastOrdinal;
  }

  get incarnation(): string {
    return this.#incarnation;
  }

  /**
   * Call when a consumer is made: where it has to start. From the oldest one that is not settled, so that
   * the consumer's own bound on unsettled messages counts all of them.
   */
  begin(incarnation: string): number {
    if (incarnation !== this.#incarnation) {
      this.#incarnation = incarnation;
      this.#lastSequence = 0;
      this.#held.clear();
    }
    this.#lastDelivery = 0;
    const [oldest] = this.#held.keys();
    return oldest ?? this.#lastSequence + 1;
  }

  admit(arrival: Arrival, message: Message): Verdict<Message> {
    const { streamSequence, deliverySequence, deliveryCount } = arrival;
    if (deliverySequence !== this.#lastDelivery + 1) return { kind: 'gap' };
    this.#lastDelivery = deliverySequence;
    if (streamSequence <= this.#lastSequence) return this.#again(streamSequence, message);
    if (deliveryCount > 1) return { kind: 'gap' };
    this.#lastSequence = streamSequence;
    this.#lastOrdinal += 1;
    this.#held.set(streamSequence, { ordinal: this.#lastOrdinal, message });
    return { kind: 'next', ordinal: this.#lastOrdinal };
  }

  /** The message to settle with, once; by ordinal too, because sequences start anew with the stream. */
  release(streamSequence: number, ordinal: number): Message | null {
    const held = this.#held.get(streamSequence);
    if (held?.ordinal !== ordinal) return null;
    this.#held.delete(streamSequence);
    return held.message;
  }

  #again(streamSequence: number, message: Message): Verdict<Message> {
    const held = this.#held.get(streamSequence);
    if (held === undefined) return { kind: 'settled', message };
    held.message = message;
    return { kind: 'held' };
  }
}
