/**
 * One life's connection to the bus, under faults: the source of facts and the publisher of outcomes. When it is lost, open
 * sources fail with a fault that may be retried and nothing gets through until the outage is over; when the process
 * is dead, nothing is heard from it again.
 */
import type { Clock } from '#actors';
import { Fault } from '#streams/faults.js';
import type { MemoryBus } from '#streams/memory-bus.js';
import type { Consumption, Delivery, FactSource, OutboundMessage, Publisher } from '#streams/ports.js';
import { Observable, type Subscriber } from 'rxjs';
import type { BusFaults } from '../faults/bus.ts';
import type { Prng } from '../prng.ts';
import { callRemote } from '../remote-call.ts';
import { DeliveryLine } from './delivery-line.ts';

export interface Network {
  readonly bus: MemoryBus;
  readonly clock: Clock;
  readonly prng: Prng;
  readonly faults: () => BusFaults;
  /** The process says that the effect of a message is durable. */
  readonly onSettled: (arbiter: string, delivery: Delivery) => void;
  /** A message from the process has reached the bus. */
  readonly onPublished: (message: OutboundMessage) => void;
}

interface Opening {
  readonly subscriber: Subscriber<Delivery>;
  close(): void;
}

export class BusConnection implements FactSource, Publisher {
  readonly #network: Network;
  readonly #openings = new Set<Opening>();
  #downUntil = 0;
  #isAlive = true;

  constructor(network: Network) {
    this.#network = network;
  }

  open(consumption: Consumption): Observable<Delivery> {
    return new Observable((subscriber) => {
      if (!this.#isAlive) return;
      if (this.#isDown) return this.#failSoon(subscriber);
      const opening = this.#opened(consumption, subscriber);
      return () => {
        this.#openings.delete(opening);
        opening.close();
      };
    });
  }

  backlog(arbiter: string): Promise<number> {
    if (!this.#isAlive) return new Promise(() => undefined);
    return this.#isDown ? Promise.reject(disconnected()) : this.#network.bus.backlog(arbiter);
  }

  publish(message: OutboundMessage): Promise<void> {
    const { bus, clock, prng, faults, onPublished } = this.#network;
    if (!this.#isAlive) return new Promise(() => undefined);
    return callRemote({
      clock,
      prng,
      faults: faults().publish,
      isRefused: this.#isDown,
      isAlive: () => this.#isAlive,
      effect: () => {
        onPublished(message);
        void bus.publish(message);
      },
      failure: () =>
        new Fault('nats/publish', {
          values: { subject: message.subject, reason: 'simulated' },
          retryable: true,
        }),
    });
  }

  disconnect(outageMs: number): void {
    this.#downUntil = this.#network.clock.now() + outageMs;
    for (const { subscriber } of this.#openings) subscriber.error(disconnected());
  }

  reconnect(): void {
    this.#downUntil = 0;
  }

  kill(): void {
    this.#isAlive = false;
    for (const opening of this.#openings) opening.close();
    this.#openings.clear();
  }

  get #isDown(): boolean {
    return this.#network.clock.now() < this.#downUntil;
  }

  #opened(consumption: Consumption, subscriber: Subscriber<Delivery>): Opening {
    const { bus, clock, prng, faults, onSettled } = this.#network;
    const line = new DeliveryLine({
      clock,
      prng,
      faults,
      receive: (delivery) => subscriber.next(delivery),
      onSettled: (delivery) => onSettled(consumption.arbiter, delivery),
    });
    const subscription = bus.open(consumption).subscribe((delivery) => line.send(delivery));
    const close = (): void => {
      line.close();
      subscription.unsubscribe();
    };
    const opening = { subscriber, close };
    this.#openings.add(opening);
    return opening;
  }

  #failSoon(subscriber: Subscriber<Delivery>): () => void {
    const { clock } = this.#network;
    const timer = clock.setTimeout(() => subscriber.error(disconnected()), 1);
    return () => clock.clearTimeout(timer);
  }
}

function disconnected(): Fault {
  return new Fault('bus/disconnected', { retryable: true });
}
