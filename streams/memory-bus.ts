/**
 * The in-process bus: what JetStream does for the pipelines, without network and durability. One bounded log carries facts
 * and retractions to named consumers; everything else goes to whoever observes it. A full log makes publishers
 * wait, so a burst costs time and not memory. Nothing outlives the process: positions of another incarnation mean nothing here.
 */
import { Observable, type Subscriber } from 'rxjs';
import { Consumer } from './memory/consumer.ts';
import { DuplicateWindow, type WindowLimits } from './memory/duplicate-window.ts';
import { FactLog } from './memory/fact-log.ts';
import type { Consumption, Delivery, FactSource, OutboundMessage, Publisher } from './ports.ts';
import { matchesFilter, type Subjects } from './subjects.ts';

export interface MemoryBusLimits extends WindowLimits {
  /** Messages the log keeps. Publishing waits while the oldest of them is not settled by every consumer. */
  readonly messagesMax: number;
}

/** The window is JetStream's default. */
export const MEMORY_BUS_LIMITS: MemoryBusLimits = {
  messagesMax: 16_384,
  duplicateWindowMs: 120_000,
  duplicatesMax: 65_536,
};

export interface MemoryBusOptions {
  readonly subjects: Subjects;
  /** Identity of this life of the bus: its sequences start at 1. */
  readonly incarnation: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits?: MemoryBusLimits;
}

interface Waiting {
  readonly message: OutboundMessage;
  readonly stored: () => void;
}

interface Observer {
  readonly filter: string;
  readonly subscriber: Subscriber<OutboundMessage>;
}

/** A stream of the topology besides the log; each has its own window, because an outcome and its dead letter share an id. */
interface Outlet {
  readonly filters: readonly string[];
  readonly window: DuplicateWindow;
}

export class MemoryBus implements FactSource, Publisher {
  readonly #options: MemoryBusOptions;
  readonly #log: FactLog;
  readonly #factWindow: DuplicateWindow;
  readonly #outlets: readonly Outlet[];
  readonly #consumers = new Map<string, Consumer>();
  readonly #observers = new Set<Observer>();
  /** Publishers of facts, in order; they wait while the log is full. */
  readonly #waiting = new Set<Waiting>();
  readonly #untold: OutboundMessage[] = [];
  #isDelivering = false;

  constructor(options: MemoryBusOptions) {
    const { limits = MEMORY_BUS_LIMITS, subjects } = options;
    this.#options = options;
    this.#log = new FactLog(limits.messagesMax);
    this.#factWindow = new DuplicateWindow(limits);
    this.#outlets = [subjects.outcomes, subjects.deadLetters].map((filters) => ({
      filters,
      window: new DuplicateWindow(limits),
    }));
  }

  /** A consumer can be open once at a time. */
  open(consumption: Consumption): Observable<Delivery> {
    return new Observable((subscriber) => {
      const { after, creditMax } = consumption;
      const consumer = this.#consumerOf(consumption);
      const start = after?.incarnation === this.#options.incarnation ? after.sequence + 1 : 1;
      consumer.open({ subscriber, start, creditMax });
      this.#deliver();
      return () => consumer.close();
    });
  }

  backlog(arbiter: string): Promise<number> {
    return Promise.resolve(this.#consumers.get(arbiter)?.backlog ?? 0);
  }

  publish(message: OutboundMessage): Promise<void> {
    const { subjects, now } = this.#options;
    if (matchesAny(subjects.facts, message.subject)) {
      return new Promise((stored) => {
        this.#waiting.add({ message, stored });
        this.#deliver();
      });
    }
    const outlet = this.#outlets.find(({ filters }) => matchesAny(filters, message.subject));
    if (outlet?.window.isRepeated(message.id, now()) !== true) this.#untold.push(message);
    this.#deliver();
    return Promise.resolve();
  }

  /** Messages with a matching subject, from now on; facts when they enter the log. */
  observe(filter: string): Observable<OutboundMessage> {
    return new Observable((subscriber) => {
      const observer = { filter, subscriber };
      this.#observers.add(observer);
      return () => this.#observers.delete(observer);
    });
  }

  /** What a receiver publishes or settles while it is being told happens here afterwards: the stack stays flat. */
  #deliver(): void {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    while (this.#store() || this.#tell() || this.#feed());
    this.#isDelivering = false;
  }

  /** Takes the fact that has waited longest into the log, if there is room. */
  #store(): boolean {
    const [waiting] = this.#waiting;
    if (waiting === undefined || !this.#hasRoom()) return false;
    const { message, stored } = waiting;
    this.#waiting.delete(waiting);
    const now = this.#options.now();
    if (!this.#factWindow.isRepeated(message.id, now)) {
      const logged = this.#log.append(message, now);
      for (const consumer of this.#consumers.values()) consumer.note(logged);
      this.#untold.push(message);
    }
    stored();
    return true;
  }

  #tell(): boolean {
    if (this.#untold.length === 0) return false;
    for (const message of this.#untold.splice(0)) {
      for (const { filter, subscriber } of this.#observers) {
        if (matchesFilter(filter, message.subject)) subscriber.next(message);
      }
    }
    return true;
  }

  /** One message for each consumer with credit, so that none waits for another to catch up. */
  #feed(): boolean {
    let moved = false;
    for (const consumer of this.#consumers.values()) moved = consumer.feed() || moved;
    return moved;
  }

  #hasRoom(): boolean {
    const settled = [...this.#consumers.values()].map((consumer) => consumer.settledTo);
    return this.#log.hasRoom(settled.length === 0 ? 0 : Math.min(...settled));
  }

  #consumerOf({ arbiter, factTypes }: Consumption): Consumer {
    const known = this.#consumers.get(arbiter);
    if (known !== undefined) return known;
    const { subjects, incarnation } = this.#options;
    const filters = factTypes.map((type) => subjects.factFilter(type));
    const consumer = new Consumer({ log: this.#log, filters, incarnation, onSettled: () => this.#deliver() });
    this.#consumers.set(arbiter, consumer);
    return consumer;
  }
}

function matchesAny(filters: readonly string[], subject: string): boolean {
  return filters.some((filter) => matchesFilter(filter, subject));
}
