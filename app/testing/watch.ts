/**
 * Changes on disk. Folders are watched, not files, because editors replace files; a change counts once the folders have been
 * quiet for a moment, and what changes while nobody waits is not lost.
 */
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

const QUIET_MS = 100;

export class Changes {
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #isChanged = false;
  #wake: (() => void) | undefined;

  /** From now on these files, and other rule files beside them, count. */
  follow(files: Iterable<string>): void {
    const folders = new Set([...files].map((file) => dirname(resolve(file))));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Resolves when something has changed since the last time it did. */
  async next(): Promise<void> {
    if (!this.#isChanged) await new Promise<void>((wake) => (this.#wake = wake));
    this.#isChanged = false;
    this.#wake = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    const watcher = watch(folder, (_, name) => {
      if (name === null || /\.arb$|^arbiter\.toml$/.test(basename(name))) this.#settle();
    });
    // A folder that is gone has no files to follow; the next run says what is missing.
    watcher.on('error', () => {
      watcher.close();
      this.#watchers.delete(folder);
      this.#settle();
    });
    this.#watchers.set(folder, watcher);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isChanged = true;
      this.#wake?.();
    }, QUIET_MS);
  }
}
