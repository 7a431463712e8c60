/**
 * The way of deliveries from the bus to one opening of a source. Within a key order is kept, across keys it is not;
 * what was not settled, or whose settlement was lost, comes again with its first ordinal.
 */
import type { Clock } from '#actors';
import type { Delivery } from '#streams/ports.js';
import type { BusFaults } from '../faults/bus.ts';
import type { Prng } from '../prng.ts';

export interface DeliveryLineOptions {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly faults: () => BusFaults;
  /** At the process's end. */
  readonly receive: (delivery: Delivery) => void;
  readonly onSettled: (delivery: Delivery) => void;
}

export class DeliveryLine {
  readonly #options: DeliveryLineOptions;
  /** By subject, when its last message arrives. */
  readonly #arrivals = new Map<string, number>();
  #isOpen = true;

  constructor(options: DeliveryLineOptions) {
    this.#options = options;
  }

  send(delivery: Delivery): void {
    const { clock, prng, faults } = this.#options;
    const { delayChance, delayMaxMs, duplicateChance } = faults();
    const delayMs = prng.chance(delayChance) ? prng.integer(1, delayMaxMs) : 0;
    const arrival = Math.max(clock.now() + delayMs, this.#arrivals.get(delivery.subject) ?? 0);
    this.#arrivals.set(delivery.subject, arrival);
    const sent = this.#onTheWay(delivery);
    this.#arriveAt(arrival, sent);
    if (prng.chance(duplicateChance)) this.#arriveAt(arrival + prng.integer(0, delayMaxMs), sent);
  }

  /** What is on the way is gone. */
  close(): void {
    this.#isOpen = false;
  }

  #arriveAt(instant: number, delivery: Delivery): void {
    const { clock, receive } = this.#options;
    clock.setTimeout(() => {
      if (this.#isOpen) receive(delivery);
    }, instant - clock.now());
  }

  #onTheWay(delivery: Delivery): Delivery {
    const settle = (): void => this.#settle(delivery, sent);
    const sent: Delivery = { ...delivery, ack: settle, term: settle };
    return sent;
  }

  #settle(delivery: Delivery, sent: Delivery): void {
    if (!this.#isOpen) return;
    const { clock, prng, faults, onSettled } = this.#options;
    onSettled(delivery);
    const { lostAckChance, ackWaitMs } = faults();
    if (prng.chance(lostAckChance)) this.#arriveAt(clock.now() + ackWaitMs, sent);
    else delivery.ack();
  }
}
