/** The log of the in-process bus: the last messages in a ring, so that there is nothing to truncate. */
import { assert } from '#engine/assert.js';
import type { Headers, OutboundMessage } from '../ports.ts';

export interface LoggedMessage {
  readonly subject: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly sequence: number;
  readonly timestamp: number;
}

export class FactLog {
  readonly #ring: LoggedMessage[] = [];
  readonly #messagesMax: number;
  #last = 0;

  constructor(messagesMax: number) {
    this.#messagesMax = messagesMax;
  }

  get first(): number {
    return Math.max(1, this.#last - this.#messagesMax + 1);
  }

  get last(): number {
    return this.#last;
  }

  hasRoom(settledTo: number): boolean {
    return this.#last - settledTo < this.#messagesMax;
  }

  append({ subject, headers, body, id }: OutboundMessage, timestamp: number): LoggedMessage {
    this.#last += 1;
    const given = id === '' ? headers : new Map([...headers, ['nats-msg-id', id]]);
    const logged = { subject, headers: given, body, sequence: this.#last, timestamp };
    this.#ring[this.#slotOf(this.#last)] = logged;
    return logged;
  }

  at(sequence: number): LoggedMessage {
    const message = this.#ring[this.#slotOf(sequence)];
    assert(message?.sequence === sequence, 'the log holds what is not settled');
    return message;
  }

  #slotOf(sequence: number): number {
    return (sequence - 1) % this.#messagesMax;
  }
}
