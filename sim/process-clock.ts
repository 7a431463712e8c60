/** The clock as one life of the process sees it: a skewed wall clock, and timers that end with the life. */
import type { Clock } from '#actors';
import type { VirtualClock } from './clock.ts';

export class ProcessClock implements Clock {
  readonly #clock: VirtualClock;
  readonly #skewMs: number;
  readonly #timers = new Set<unknown>();
  #isAlive = true;

  constructor(clock: VirtualClock, skewMs: number) {
    this.#clock = clock;
    this.#skewMs = skewMs;
  }

  now(): number {
    return this.#clock.now() + this.#skewMs;
  }

  stopwatch(): number {
    return this.#clock.stopwatch();
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (!this.#isAlive) return null;
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer);
    this.#clock.clearTimeout(timer);
  }

  kill(): void {
    this.#isAlive = false;
    for (const timer of this.#timers) this.#clock.clearTimeout(timer);
    this.#timers.clear();
  }
}
