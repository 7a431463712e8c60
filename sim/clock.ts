/**
 * Virtual time. Timers run in the order of their due instants, ties in the order of setting; the clock stands at a timer's
 * due instant while it runs, so that chained timers come out right however far the clock is moved. Nothing in a
 * simulation waits in any other way. It drives XState as it is.
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
