/**
 * Real time. A pending timer keeps the process alive, because something waits for it: a back-off would otherwise end the
 * program in the middle of its work. What is stopped cancels its timers. A delay beyond what Node's timers hold
 * (24.8 days) is waited for in parts.
 */
import type { Clock } from '#actors/ports.js';

const DELAY_MAX_MS = 2 ** 31 - 1;

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    stopwatch: () => performance.now(),
    setTimeout: (callback, delayMs) => new SystemTimer(callback, delayMs),
    clearTimeout(timer) {
      if (timer instanceof SystemTimer) timer.cancel();
    },
  };
}

class SystemTimer {
  readonly #callback: () => void;
  #timeout: NodeJS.Timeout;

  constructor(callback: () => void, delayMs: number) {
    this.#callback = callback;
    this.#timeout = this.#wait(delayMs);
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }

  #wait(delayMs: number): NodeJS.Timeout {
    if (delayMs <= DELAY_MAX_MS) return setTimeout(this.#callback, delayMs);
    const goOn = () => {
      this.#timeout = this.#wait(delayMs - DELAY_MAX_MS);
    };
    return setTimeout(goOn, DELAY_MAX_MS);
  }
}
