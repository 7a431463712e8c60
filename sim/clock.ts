/**
 * Virtual time. Timers run in the order of their due instants, ties in the order of setting; the clock stands at a timer's due
 * instant while it runs, so that chained timers come out right however far it is moved. Nothing in a simulation waits
 * in any other way: these clocks drive XState as they are.
 */
import { assert } from '#engine/assert.js';
import type { Clock } from '#actors';
import { TimerHeap, VirtualTimer } from './timer-heap.ts';

export class VirtualClock implements Clock {
  readonly #timers = new TimerHeap();
  #now: number;
  #count = 0;

  constructor(startsAt = 0) {
    this.#now = startsAt;
  }

  now(): number {
    return this.#now;
  }

  /** Deciding takes no virtual time. */
  stopwatch(): number {
    return this.#now;
  }

  /** Timers that are set and neither ran nor were cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  setTimeout(callback: () => void, delayMs: number): VirtualTimer {
    assert(!Number.isNaN(delayMs), 'a delay is a number');
    this.#count += 1;
    const timer = new VirtualTimer(this.#now + Math.max(0, delayMs), this.#count, callback);
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    if (timer instanceof VirtualTimer) this.#timers.cancel(timer);
  }

  /** Runs the next timer; `false` when there is none. */
  step(): boolean {
    const timer = this.#timers.take();
    if (timer === undefined) return false;
    this.#now = timer.due;
    timer.run();
    return true;
  }

  /** Runs every timer that is due by then, those they set included, and leaves the clock there. */
  runUntil(instant: number): void {
    assert(instant >= this.#now, 'virtual time never runs backwards');
    for (let due = this.#timers.due; due !== null && due <= instant; due = this.#timers.due) this.step();
    this.#now = instant;
  }

  advance(byMs: number): void {
    this.runUntil(this.#now + byMs);
  }
}

/** The clock as one life of the simulated system sees it: a wall clock of its own, and timers that end with the life. */
export class LifeClock implements Clock {
  readonly #clock: VirtualClock;
  #skewMs: number;
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

  /** Sets the wall clock, as an operator or NTP may; timers keep their distance. */
  jump(skewMs: number): void {
    this.#skewMs = skewMs;
  }

  kill(): void {
    this.#isAlive = false;
    for (const timer of this.#timers) this.#clock.clearTimeout(timer);
    this.#timers.clear();
  }
}
