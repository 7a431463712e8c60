/**
 * Following files: folders signal that something may have changed, or time passes, and the owner looks. It looks again while
 * what it sees keeps moving; what to look at and what that means is its own business.
 */
import { dirname } from 'node:path';
import { Turns } from '#streams/turns.js';
import { type Stop, SYSTEM_WATCH, type WatchPorts } from './folder-watch.ts';

export interface FollowOptions {
  /** Between two looks at files that are changing. Default 50. */
  readonly quietMs?: number;
  /** Between looks when nothing signals, as on network file systems. Default 2,000. */
  readonly pollMs?: number;
  readonly ports?: WatchPorts;
}

const QUIET_MS = 50;
const POLL_MS = 2_000;

/** Alone it keeps no process alive. */
export class Follower {
  readonly #look: () => Promise<void>;
  readonly #ports: WatchPorts;
  readonly #quietMs: number;
  readonly #pollMs: number;
  readonly #folders = new Map<string, Stop>();
  readonly #turns = new Turns();
  #isClosed = false;
  #stopQuiet: Stop | null = null;
  #stopPoll: Stop | null = null;

  /** `look` is called in turn with what else is done `inTurn`, and calls `signal` to be called again. */
  constructor(look: () => Promise<void>, { ports, quietMs, pollMs }: FollowOptions) {
    this.#look = look;
    this.#ports = ports ?? SYSTEM_WATCH;
    this.#quietMs = quietMs ?? QUIET_MS;
    this.#pollMs = pollMs ?? POLL_MS;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** From now on it looks without a signal too. */
  start(): void {
    if (this.#isClosed) return;
    this.#stopPoll = this.#ports.schedule(() => {
      this.signal();
      this.start();
    }, this.#pollMs);
  }

  /** There may be something to see, soon. */
  signal(): void {
    if (this.#isClosed || this.#stopQuiet !== null) return;
    this.#stopQuiet = this.#ports.schedule(() => {
      this.#stopQuiet = null;
      void this.inTurn(() => (this.#isClosed ? Promise.resolve() : this.#look()));
    }, this.#quietMs);
  }

  /** One after another, looks included. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(work);
  }

  /** Folders rather than files: editors replace files, and a watch would stay with the one that is gone. */
  follow(files: readonly string[]): void {
    if (this.#isClosed) return;
    const wanted = new Set(files.map((file) => dirname(file)));
    for (const [folder, stop] of this.#folders) {
      if (wanted.has(folder)) continue;
      stop();
      this.#folders.delete(folder);
    }
    for (const folder of wanted) {
      if (!this.#folders.has(folder))
        this.#folders.set(
          folder,
          this.#ports.watchFolder(folder, () => this.signal()),
        );
    }
  }

  /** Nothing is looked at afterwards; resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopQuiet?.();
    this.#stopPoll?.();
    for (const stop of this.#folders.values()) stop();
    this.#folders.clear();
    await this.#turns.idle();
  }
}
