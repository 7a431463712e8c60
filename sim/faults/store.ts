/** What a disk may do: take its time, and refuse a write. Crashes are the process's (see crashes.ts). */
import type { Prng } from '../prng.ts';

export interface StoreFaults {
  readonly flushMinMs: number;
  readonly flushMaxMs: number;
  /** Chance that a flush takes `slowFlushMs` longer. */
  readonly slowChance: number;
  readonly slowFlushMs: number;
  /** Chance that a batch is refused; nothing of it is applied, and the guard refuses those chained behind it. */
  readonly failChance: number;
  /** When reads see a batch: once it is flushed, or already when it is handed over, as in LMDB between commit and sync. */
  readonly visible: 'when-flushed' | 'at-once';
}

/** The same disk without faults. What reads see stays: a state that was seen is not taken back. */
export function calmStore({ visible }: StoreFaults): StoreFaults {
  return { flushMinMs: 1, flushMaxMs: 1, slowChance: 0, slowFlushMs: 0, failChance: 0, visible };
}

export function drawStoreFaults(prng: Prng): StoreFaults {
  return {
    flushMinMs: prng.integer(0, 3),
    flushMaxMs: prng.integer(3, 40),
    slowChance: prng.chance(0.3) ? 0.05 : 0,
    slowFlushMs: prng.integer(100, 3000),
    failChance: prng.chance(0.5) ? prng.float() * 0.1 : 0,
    visible: prng.pick(['when-flushed', 'at-once']),
  };
}
