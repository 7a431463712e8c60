/**
 * Events at the pace of one subscriber. At most a few wait for it; when more happens, those that wait are dropped and a fresh
 * snapshot takes their place, so that a slow subscriber misses steps but never a state, and memory stays bounded.
 */
import type { Subscriber } from 'rxjs';
import type { OverrideEvent, OverrideWatchOptions } from './override-store.ts';

const WAITING_MAX = 64;

export class PacedEvents {
  readonly #subscriber: Subscriber<OverrideEvent>;
  readonly #snapshot: () => OverrideEvent;
  readonly #untilReady: (() => Promise<void>) | undefined;
  readonly #waitingMax: number;
  #waiting: OverrideEvent[] = [];
  /** Whether a snapshot has to come before anything else. */
  #isBehind = false;
  #isBusy = false;
  #isEnding = false;

  constructor(
    subscriber: Subscriber<OverrideEvent>,
    snapshot: () => OverrideEvent,
    { untilReady, waitingMax }: OverrideWatchOptions,
  ) {
    this.#subscriber = subscriber;
    this.#snapshot = snapshot;
    this.#untilReady = untilReady;
    this.#waitingMax = waitingMax ?? WAITING_MAX;
  }

  /** A snapshot comes next. */
  restart(): void {
    this.#waiting = [];
    this.#isBehind = true;
    this.#send();
  }

  offer(event: OverrideEvent): void {
    if (this.#isBehind) return;
    if (this.#waiting.length >= this.#waitingMax) return this.restart();
    this.#waiting.push(event);
    this.#send();
  }

  /** Completes when what waits has been taken. */
  end(): void {
    this.#isEnding = true;
    this.#send();
  }

  #send(): void {
    while (!this.#isBusy && !this.#subscriber.closed) {
      const event = this.#isBehind ? this.#snapshot() : this.#waiting.shift();
      this.#isBehind = false;
      if (event === undefined) {
        if (this.#isEnding) this.#subscriber.complete();
        return;
      }
      this.#deliver(event);
    }
  }

  /** Busy already while it is delivered, so that what happens meanwhile waits its turn. */
  #deliver(event: OverrideEvent): void {
    this.#isBusy = true;
    this.#subscriber.next(event);
    if (this.#untilReady === undefined) this.#isBusy = false;
    else void this.#pause(this.#untilReady);
  }

  async #pause(untilReady: () => Promise<void>): Promise<void> {
    try {
      await untilReady();
    } catch (error) {
      this.#subscriber.error(error);
      return;
    }
    this.#isBusy = false;
    this.#send();
  }
}
