/** Watching by hand: a test says when a folder signals and when time passes. */
import type { WatchPorts } from '#connectors/system/folder-watch.js';

export class HandWatch implements WatchPorts {
  readonly folders = new Map<string, () => void>();
  #waiting: (() => void)[] = [];

  watchFolder(folder: string, onSignal: () => void): () => void {
    this.folders.set(folder, onSignal);
    return () => this.folders.delete(folder);
  }

  schedule(run: () => void): () => void {
    this.#waiting.push(run);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== run);
    };
  }

  /** In every folder. */
  signal(): void {
    for (const onSignal of this.folders.values()) onSignal();
  }

  /** Everything that waits is due. */
  elapse(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) run();
  }

  get waits(): number {
    return this.#waiting.length;
  }
}
